import type { Role } from '@vitrine/protocol';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import axe from 'axe-core';
import { vi } from 'vitest';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { api } from '../composables/server/api.ts';
import { useSession } from '../composables/server/use-session.ts';
import { aSession, someSettings } from './records.ts';

/** A page of the desk as its staff use it: by the words that stand on it. Dialogs are in the body, so the whole document is looked at. */

/** Opens a page for somebody with this role. */
export async function openDesk(
  page: Component,
  { at = '/', role = 'admin', props = {} }: { at?: string; role?: Role; props?: Record<string, unknown> } = {},
): Promise<{ page: VueWrapper; router: Router }> {
  vi.spyOn(api, 'signIn').mockResolvedValue(aSession(role));
  await useSession().signIn('', '');
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }] });
  await router.push(at);
  const wrapper = mount(page, { props, global: { plugins: [router] }, attachTo: document.body });
  await flushPromises();
  return { page: wrapper, router };
}

/** A shop without anything in it: every question for a list is answered by an empty one. */
export function emptyShop(): void {
  const calls: Record<string, (...given: never[]) => Promise<unknown>> = api;
  for (const name of Object.keys(calls)) vi.spyOn(calls, name).mockResolvedValue({ items: [] });
  vi.mocked(api.shopSettings).mockResolvedValue(someSettings());
}

export const words = (element: Element | null = document.body): string => element?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
/** What the dialog on top says; nothing when there is none. */
export const inDialog = (): string => words([...document.querySelectorAll('[role=dialog]')].at(-1) ?? null);
export const alerts = (): string[] => [...document.querySelectorAll('[role=alert]')].map(words);

/** Parts of a name that stand side by side are words of their own. */
function spoken(node: Node): string {
  if (node instanceof Text) return node.data.trim();
  return [...node.childNodes].map(spoken).filter(Boolean).join(' ');
}
const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? spoken(element);
export function button(name: string): HTMLButtonElement {
  const found = [...document.querySelectorAll<HTMLButtonElement>('button')].filter((one) => nameOf(one) === name);
  // A dialog covers the page, and comes after it.
  const last = found.at(-1);
  if (!last) throw new Error(`There is no button “${name}” among ${[...document.querySelectorAll('button')].map(nameOf).join(', ')}.`);
  return last;
}
export async function press(name: string): Promise<void> {
  button(name).click();
  await flushPromises();
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
export function field(label: string): Field {
  const found = [...document.querySelectorAll('label')].find((one) => words(one) === label)?.control;
  if (!(found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement || found instanceof HTMLSelectElement))
    throw new Error(`There is no field “${label}”.`);
  return found;
}
export async function write(label: string, value: string): Promise<void> {
  const one = field(label);
  one.value = value;
  one.dispatchEvent(new Event(one instanceof HTMLSelectElement ? 'change' : 'input'));
  await flushPromises();
}
/** What is said to be wrong with a field; nothing when it isn't marked. */
export function problemOf(label: string): string | undefined {
  const one = field(label);
  if (one.getAttribute('aria-invalid') !== 'true') return undefined;
  return words(document.getElementById(one.getAttribute('aria-describedby') ?? ''));
}
export async function submit(form: string): Promise<void> {
  document.querySelector(form)?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await flushPromises();
}

/** Without styles everything is seen at once, in one colour: these are looked at in a browser. */
const OF_STYLES = ['color-contrast', 'region', 'landmark-unique', 'aria-hidden-focus'];
/** What axe-core finds wrong in structure, names and roles. */
export async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: Object.fromEntries(OF_STYLES.map((rule) => [rule, { enabled: false }])) });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
/** An answer that does not come. */
export const never = (): Promise<never> => new Promise(() => undefined);
