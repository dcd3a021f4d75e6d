import { pages } from './pages.js';

/** What the libraries guide says of the client that Redocly generates for a language. */
export interface GeneratedClient {
  label: string;
  generator: string;
  file: string;
  /** Makes a client with the API key in the variable `key`. */
  expression: string;
}

/** The rows of the guide's table of generated clients. */
export function generatedClients(language: 'en' | 'id'): GeneratedClient[] {
  const page = pages.find((candidate) => candidate.slug === 'libraries' && candidate.language === language);
  const rows = page?.markdown.matchAll(/^\| (\w+) \| `(\w+)` \| `(\w+\.\w+)` \| .+ \| `(.+)` \|$/gm) ?? [];
  return [...rows].map(([, label = '', generator = '', file = '', expression = '']) => ({
    label,
    generator,
    file,
    expression,
  }));
}

/** A program that uses a generated client, and how it is run. */
export interface ClientProgram {
  /** Where the client has to be moved to, and what stands beside it. */
  files: Record<string, string>;
  command: string;
}

/**
 * A program for each language: it creates a payment of each type at the sandbox of `$1`, with the expression of the guide
 * and the URL of the server beside it, and prints what each response is.
 */
export const PROGRAMS: Readonly<Record<string, (expression: string) => ClientProgram>> = {
  PHP: (expression) => ({
    files: {
      'main.php': `<?php
require 'kgiton.php';
use KGiTONPartnerPaymentApi\\{Client, Config, PartnerPaymentRequest, PartnerPaymentType};
[, $url, $key, $license] = $argv;
$client = ${expression.replace('new Config(', 'new Config(serverUrl: $url, ')};
foreach (PartnerPaymentType::cases() as $type) {
  $payment = $client->generatePayment(new PartnerPaymentRequest('TRX-' . $type->value, 50000, $license, $type));
  echo (new ReflectionClass($payment))->getShortName(), ' ', $payment->paymentId, "\\n";
}
`,
    },
    command: 'php main.php',
  }),
  Python: (expression) => ({
    files: {
      'main.py': `import sys
from kgiton import Client, PartnerPaymentRequest, PartnerPaymentType
url, key, license = sys.argv[1:]
client = ${expression.replace('Client(', 'Client(url, ')}
for type in PartnerPaymentType:
    payment = client.generate_payment(PartnerPaymentRequest("TRX-" + type.value, 50000, license, type))
    print(payment.__class__.__name__, payment.payment_id)
`,
    },
    command: 'python3 main.py',
  }),
  Go: (expression) => ({
    files: {
      'go.mod': 'module partner\n\ngo 1.21\n',
      'main.go': `package main
import (
	"context"
	"fmt"
	"os"
	"partner/client"
)
func main() {
	url, key, license := os.Args[1], os.Args[2], os.Args[3]
	api := ${expression.replace('client.Config{', 'client.Config{ServerURL: url, ')}
	for _, kind := range []string{"QRIS", "CHECKOUT_PAGE"} {
		payment, err := api.GeneratePayment(context.Background(), client.PartnerPaymentRequest{
			TransactionId: "TRX-" + kind, Amount: 50000, LicenseKey: license, PaymentType: client.PartnerPaymentType(kind),
		})
		if err != nil {
			panic(err)
		}
		fmt.Printf("%T %v\\n", payment, payment.(map[string]any)["payment_id"])
	}
}
`,
    },
    // Nothing may be fetched.
    command:
      'mkdir client && mv kgiton.go client && export GOTOOLCHAIN=local GOPROXY=off && go build -o main . && ./main',
  }),
  Java: (expression) => ({
    files: {
      'Main.java': `package kgitonpartnerpaymentapi;
public class Main {
  public static void main(String[] args) {
    String url = args[0], key = args[1], license = args[2];
    Kgiton client = ${expression.replace('Kgiton.Config()', 'Kgiton.Config().serverUrl(url)')};
    for (var type : Kgiton.PartnerPaymentType.values()) {
      var payment = client.generatePayment(new Kgiton.PartnerPaymentRequest(
          "TRX-" + type.wire(), 50000L, license, type, null, null, null, null, null, null, null, null));
      var id = payment instanceof Kgiton.QrisPaymentResponse qris
          ? qris.paymentId() : ((Kgiton.CheckoutPagePaymentResponse) payment).paymentId();
      System.out.println(payment.getClass().getSimpleName() + " " + id);
    }
  }
}
`,
    },
    command: 'javac -encoding UTF-8 -d classes Kgiton.java Main.java && java -cp classes kgitonpartnerpaymentapi.Main',
  }),
};
