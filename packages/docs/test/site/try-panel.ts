import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The panel that tries the API, as a reader uses it. */
export class TryPanel {
  readonly dialog: Locator;
  readonly body: Locator;
  readonly sandbox: Locator;
  readonly result: Locator;
  readonly controls: Locator;

  constructor(page: Page) {
    this.dialog = page.locator('.try-dialog');
    this.body = this.dialog.locator('[name=body]');
    this.sandbox = this.dialog.locator('[name=sandbox]');
    this.result = this.step(1).locator('.try-result');
    this.controls = this.dialog.locator('.try-controls');
  }

  step(number: 1 | 2 | 3 | 4 | 5): Locator {
    return this.dialog.locator(`section[aria-labelledby=try-step-${number}]`);
  }

  /** The checkout page of the sandbox in the page. */
  get checkout(): FrameLocator {
    return this.dialog.frameLocator('iframe');
  }

  /** Opens it with the button of the guide that names this example. */
  async open(example: string): Promise<void> {
    await this.dialog.page().locator(`main button[data-try="${example}"]`).click();
    await this.dialog.locator('.try-steps').waitFor();
  }

  async press(step: 1 | 2 | 3 | 4 | 5, name: string): Promise<void> {
    await this.step(step).getByRole('button', { name, exact: true }).click();
  }

  /** Shows the request as the text that is sent. */
  async asJson(): Promise<void> {
    await this.dialog.getByText('JSON', { exact: true }).click();
    await this.body.waitFor();
  }

  /** Sends what stands in it to a sandbox at an address, and waits until it says what came of it. */
  async send(sandbox: { url: string }): Promise<void> {
    await this.dialog.locator('.try-target label').nth(1).click();
    await this.sandbox.fill(sandbox.url);
    await this.submit();
  }

  async submit(): Promise<void> {
    await this.dialog.locator('[type=submit]').click();
    await this.result.locator('> div > :not(.try-waiting)').first().waitFor();
    await this.dialog.locator('[type=submit]:enabled').waitFor();
  }

  /** The request that stands in it. */
  async request(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.body.inputValue());
  }

  /** The response that it shows. */
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
