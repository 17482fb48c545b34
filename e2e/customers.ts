import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What a customer does on the watch page, on a phone as at a desk. */
export class Customer {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Says something; gives a name first where the page asks for one. */
  async say(message: string, name?: string): Promise<void> {
    await this.page.getByPlaceholder('Say something').fill(message);
    await this.page.getByPlaceholder('Say something').press('Enter');
    if (name !== undefined) {
      await this.page.getByLabel('Name', { exact: true }).fill(name);
      await this.page.getByRole('button', { name: 'Join the chat' }).click();
    }
    await this.reads(message);
  }
  async reads(message: string): Promise<void> {
    await this.page.getByRole('log').getByText(message, { exact: true }).waitFor();
  }
  /** Presses the heart, and waits until the count beside it is told. */
  async like(): Promise<void> {
    await this.page.locator('button[aria-pressed="false"]').first().click();
    await this.page.locator('button[aria-pressed="true"]').first().waitFor();
  }
  async seesPin(title: string): Promise<void> {
    await this.page.getByRole('status', { name: 'On screen now' }).getByText(title).waitFor();
  }
  async seesStock(text: string): Promise<void> {
    await this.page.getByRole('status', { name: 'On screen now' }).getByText(text).waitFor();
  }
  /** Chooses how large a picture is sent, and waits until it has that size: of three encodings, the host sends one of 360 lines. */
  async seesPicture(choice: '360p' | 'Automatic'): Promise<void> {
    await this.choosesPicture(choice);
    await this.page.waitForFunction(
      (small) => {
        const video = document.querySelector('video');
        return video && (small ? video.videoHeight === 360 : video.videoHeight > 360);
      },
      choice === '360p',
      { timeout: 60_000 },
    );
  }
  async choosesPicture(choice: '360p' | 'Automatic' | 'Sound only'): Promise<void> {
    await this.page.getByRole('button', { name: /^Picture(:|$)/ }).click();
    await this.page.getByRole('menuitemradio', { name: choice }).click();
  }
  /** Buys what is on screen. Gives the order's number. */
  async buy(contact: { name: string; email: string; address: string }): Promise<string> {
    await this.page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).click();
    const sheet = this.page.getByRole('dialog');
    await sheet.getByLabel('Name', { exact: true }).fill(contact.name);
    await sheet.getByLabel('E-mail').fill(contact.email);
    await sheet.getByLabel('Address').fill(contact.address);
    await sheet.getByRole('button', { name: /^Buy now/ }).click();
    const placed = await sheet.getByText(/Order V-\d+/).innerText();
    const number = /V-\d+/.exec(placed)?.[0] ?? '';
    expect(number).not.toBe('');
    await this.page.keyboard.press('Escape');
    return number;
  }
}
