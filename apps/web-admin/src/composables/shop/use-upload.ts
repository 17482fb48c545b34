import { type Ref, ref } from 'vue';
import { api } from '../server/api.ts';
import { sayProblem } from '../server/problem.ts';

export interface Upload {
  uploading: Readonly<Ref<boolean>>;
  /** Why the last one was not taken; empty when it was. */
  refused: Readonly<Ref<string>>;
  /** Gives the addresses of those that were taken, in order. */
  upload: (input: HTMLInputElement | null) => Promise<string[]>;
}

/** Sends the pictures that were chosen to the shop, one after the other. */
export function useUpload(): Upload {
  const uploading = ref(false);
  const refused = ref('');
  async function upload(input: HTMLInputElement | null): Promise<string[]> {
    const chosen = [...(input?.files ?? [])];
    const taken: string[] = [];
    refused.value = '';
    uploading.value = chosen.length > 0;
    try {
      for (const file of chosen) {
        const form = new FormData();
        form.append('file', file);
        taken.push((await api.uploadImage(form)).url);
      }
    } catch (problem) {
      refused.value = sayProblem(problem);
    } finally {
      uploading.value = false;
      // The same file may be chosen again.
      if (input) input.value = '';
    }
    return taken;
  }
  return { uploading, refused, upload };
}
