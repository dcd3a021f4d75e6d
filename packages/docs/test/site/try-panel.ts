import type { Locator, Page } from 'playwright-core';

/** The panel that sends a request to a sandbox, as a reader uses it. */
export class TryPanel {
  readonly dialog: Locator;
  readonly body: Locator;
  readonly sandbox: Locator;
  readonly result: Locator;

  constructor(page: Page) {
    this.dialog = page.locator('.try-dialog');
    this.body = this.dialog.locator('[name=body]');
    this.sandbox = this.dialog.locator('[name=sandbox]');
    this.result = this.dialog.locator('.try-result');
  }

  /** Opens it with the button of the guide that names this example. */
  async open(example: string): Promise<void> {
    await this.dialog.page().locator(`main button[data-try="${example}"]`).click();
    await this.body.waitFor();
  }

  /** Sends what stands in it to a sandbox, and waits until it says what came of it. */
  async send(sandbox: { url: string }): Promise<void> {
    await this.sandbox.fill(sandbox.url);
    await this.submit();
  }

  async submit(): Promise<void> {
    await this.dialog.locator('[type=submit]').click();
    await this.dialog.locator('.try-result > :not(.try-waiting)').first().waitFor();
    await this.dialog.locator('[type=submit]:enabled').waitFor();
  }

  /** The request that stands in it. */
  async request(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.body.inputValue());
  }

  /** The answer that it shows. */
  async answer(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.result.locator('pre').innerText());
  }

  status(): Promise<string> {
    return this.result.locator('.try-status').innerText();
  }

  problem(): Promise<string> {
    return this.result.locator('.try-problem').innerText();
  }
}
