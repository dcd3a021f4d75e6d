import type { NewOrder } from './orders.js';

/** The services of the shop, with prices in whole rupiah. */
export const SERVICES = [
  { id: 'cuci-lipat', name: 'Cuci lipat', unit: 'kg', price: 8_000 },
  { id: 'cuci-setrika', name: 'Cuci setrika', unit: 'kg', price: 12_000 },
  { id: 'bed-cover', name: 'Bed cover', unit: 'lembar', price: 35_000 },
] as const;

/** Keeps every order below 10,000,000 rupiah, the QRIS maximum. */
export const MAX_PER_SERVICE = 50;

/** A submitted form, with either the order it describes or the problem with it. */
export interface OrderForm {
  values: Readonly<Record<string, string>>;
  order?: NewOrder;
  problem?: string;
}

/** Parses the new-order form. Prices come from the shop; only the name and the quantities come from the browser. */
export function readOrderForm(body: Readonly<Record<string, unknown>>): OrderForm {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name].trim() : '');
  const values = Object.fromEntries(['name', ...SERVICES.map(({ id }) => id)].map((name) => [name, text(name)]));

  const customerName = text('name');
  if (!customerName || customerName.length > 100) return { values, problem: 'Isi nama Anda, paling banyak 100 huruf.' };
  const quantities = SERVICES.map(({ id }) => Number(text(id)));
  if (!quantities.every((quantity) => Number.isInteger(quantity) && quantity >= 0 && quantity <= MAX_PER_SERVICE)) {
    return { values, problem: `Isi jumlah dengan angka bulat dari 0 sampai ${MAX_PER_SERVICE}.` };
  }

  const items = SERVICES.map(({ id, name, unit, price }, index) => {
    return { id, name: `${name} (${unit})`, price, quantity: quantities[index] ?? 0 };
  }).filter(({ quantity }) => quantity > 0);
  if (items.length === 0) return { values, problem: 'Pilih paling sedikit satu layanan.' };
  const total = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  return { values, order: { customerName, items, total } };
}
