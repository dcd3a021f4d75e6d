/** A request, as programs send it. */
export interface SentRequest {
  method: string;
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  body?: string | undefined;
}

/** The languages of the samples, by their names, each with the program that sends exactly this request. */
export const LANGUAGES: Readonly<Record<string, (request: SentRequest) => string>> = {
  cURL: ({ method, url, headers, body }) =>
    [
      // The address has a line of its own: it is long.
      method === (body === undefined ? 'GET' : 'POST') ? 'curl -sS' : `curl -sS -X ${method}`,
      shell(url),
      ...headers.map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
      ...(body === undefined ? [] : [`--data-raw ${shell(body)}`]),
    ].join(' \\\n  '),

  TypeScript: ({ method, url, headers, body }) => `// npx tsx request.mts
const response = await fetch(${quoted(url)}, {
  method: ${quoted(method)},
  headers: {
${headers.map(([name, value]) => `    ${quoted(name)}: ${quoted(value)},\n`).join('')}  },
${body === undefined ? '' : `  body: ${template(body)},\n`}});
console.log(response.status, await response.text());
`,

  PHP: ({ method, url, headers, body }) => `<?php // php request.php
$curl = curl_init(${single(url)});
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => ${single(method)},
    CURLOPT_HTTPHEADER => [
${headers.map(([name, value]) => `        ${single(`${name}: ${value}`)},\n`).join('')}    ],
${body === undefined ? '' : `    CURLOPT_POSTFIELDS => ${single(body)},\n`}    CURLOPT_RETURNTRANSFER => true,
]);
$response = curl_exec($curl);
echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), ' ', $response, "\\n";
`,

  Python: ({ method, url, headers, body }) => `# python3 request.py
import urllib.error
import urllib.request

request = urllib.request.Request(
    ${quoted(url)},
    method=${quoted(method)},
    headers={
${headers.map(([name, value]) => `        ${quoted(name)}: ${quoted(value)},\n`).join('')}    },
${body === undefined ? '' : `    data=${tripled(body)}.encode(),\n`})
try:
    response = urllib.request.urlopen(request)
except urllib.error.HTTPError as error:
    response = error
print(response.status, response.read().decode())
`,

  Go: ({ method, url, headers, body }) => `// go run request.go
package main

import (
	"fmt"
	"io"
	"net/http"
${body === undefined ? '' : '\t"strings"\n'})

func main() {
	request, err := http.NewRequest(${quoted(method)}, ${quoted(url)}, ${body === undefined ? 'nil' : `strings.NewReader(${raw(body)})`})
	if err != nil {
		panic(err)
	}
${headers.map(([name, value]) => `\trequest.Header.Set(${quoted(name)}, ${quoted(value)})\n`).join('')}	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(response.StatusCode, string(content))
}
`,

  Java: ({ method, url, headers, body }) => `// java PaymentRequest.java (Java 17 or later)
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

public class PaymentRequest {
    public static void main(String[] arguments) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(${quoted(url)}))
${headers.map(([name, value]) => `                .header(${quoted(name)}, ${quoted(value)})\n`).join('')}                .method(${quoted(method)}, ${body === undefined ? 'BodyPublishers.noBody()' : `BodyPublishers.ofString(${textBlock(body)})`})
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body());
    }
}
`,
};

function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A string of JSON is one of TypeScript, Python, Go and Java too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function single(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function template(text: string): string {
  return `\`${text.replace(/[\\`]|\$(?=\{)/g, '\\$&')}\``;
}

function tripled(text: string): string {
  return `"""${text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"').replace(/"$/, '\\"')}"""`;
}

function raw(text: string): string {
  return `\`${text.replaceAll('`', '` + "`" + `')}\``;
}

/** A text block would lose a common indentation, and spaces at the end of a line: then the lines stand one by one. */
function textBlock(text: string): string {
  const lines = text.split('\n');
  if (lines.length > 1 && /^\S/.test(text) && !/[ \t]$/m.test(text)) {
    const indent = ' '.repeat(24);
    const escaped = text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"""').replace(/"$/, '\\"');
    return `"""\n${escaped.replace(/^(?=.)/gm, indent)}"""`;
  }
  return lines
    .map((line, index) => quoted(index < lines.length - 1 ? `${line}\n` : line))
    .join(`\n${' '.repeat(24)}+ `);
}
