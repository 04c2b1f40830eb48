import { nextTick } from "vue";

/** Leads to the first field of a form that has something wrong, wherever on the page it is. */
export async function toFirstWrong(form: HTMLElement | null): Promise<void> {
  await nextTick();
  const field = form?.querySelector<HTMLElement>("[aria-invalid='true']");
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}
