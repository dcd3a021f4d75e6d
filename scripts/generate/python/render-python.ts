import type { OpenAPI3 } from 'openapi-typescript';
import type { ClientRules } from '../client-rules.js';
import { contractFacts, errorFacts } from '../clients/facts.js';
import { contractModels, controlModels, type Model } from '../clients/models.js';
import { paymentsByType } from '../clients/payments.js';
import { type Schema, schemasOf } from '../clients/schema.js';
import { type GeneratedFiles, HEADER, PYTHON_FOLDER, PYTHON_TESTING_FOLDER } from '../files.js';
import { docstring, importFrom, type PythonModule, pythonFile, pythonValue } from './python.js';
import { renderControlApi } from './render-control-api.js';
import { renderEnum, renderSchemaEnum } from './render-enum.js';
import { renderErrorCode } from './render-error-code.js';
import { renderModel } from './render-model.js';
import { renderPayments } from './render-payments.js';

/** The generated modules of the Python package: of the contract, and of the control API for tests. */
export function renderPython(
  contract: OpenAPI3,
  control: OpenAPI3,
  rules: ClientRules,
  version: string,
): GeneratedFiles {
  const folders: [string, Record<string, PythonModule>][] = [
    [PYTHON_FOLDER, contractModules(contract, rules, version)],
    [PYTHON_TESTING_FOLDER, controlModules(control, contract)],
  ];
  return new Map(
    folders.flatMap(([folder, modules]) =>
      Object.entries(modules).map(([name, module]): [string, string] => [
        `${folder}/${name}.py`,
        pythonFile(module, HEADER),
      ]),
    ),
  );
}

function contractModules(document: OpenAPI3, rules: ClientRules, version: string): Record<string, PythonModule> {
  const { PartnerPaymentRequest, ErrorCode } = schemasOf(document);
  const { enums, models, ...own } = contractModels(document);
  const classes = new Set(own.classes.keys());
  const payments = paymentsByType(document);
  return {
    __init__: { description: 'What is generated from the contract.', parts: [] },
    constants: {
      description: 'Single facts of the contract: version, server, header names, limits.',
      parts: contractFacts(document, version).map(({ name, value, description }) => constant(name, value, description)),
    },
    client_rules: {
      description: 'What the clients of every language do alike.',
      imports: ['from .._json import StringEnum'],
      parts: [
        ...Object.entries(rules.constants).map(([name, { value, description }]) => constant(name, value, description)),
        renderEnum(
          'SdkErrorCode',
          'The codes of errors that the SDK itself detects, in addition to those of `ErrorCode`.',
          rules.errorCodes,
        ),
        renderEnum(
          'WebhookSignatureReason',
          'Why a webhook is not proven to come from KGiTON.',
          rules.signatureReasons,
        ),
      ],
    },
    models: {
      description: 'What is sent and received.',
      imports: modelImports('..'),
      parts: [
        ...enums.map(([name, schema]) => renderSchemaEnum(name, schema)),
        ...inOrder([...models, ...payments]).map((model) => renderModel(document, model, classes)),
      ],
    },
    payments: {
      description: 'The methods that create payments.',
      imports: [
        'from collections.abc import Mapping, Sequence',
        'from typing import Any, Callable, Optional, TypeVar, Union',
        '',
        'from .._options import RequestOptions',
        importFrom('.models', [
          'PartnerPaymentRequest',
          'PartnerPaymentType',
          'PaymentItem',
          ...payments.map(({ name }) => name),
        ]),
      ],
      parts: renderPayments(document, PartnerPaymentRequest as Schema, payments, classes),
    },
    error_code: {
      description: 'The error codes of the contract.',
      imports: ['from typing import NamedTuple', '', 'from .. import errors', 'from .._json import StringEnum'],
      parts: renderErrorCode(errorFacts(document), ErrorCode?.description),
    },
  };
}

function controlModules(document: OpenAPI3, contract: OpenAPI3): Record<string, PythonModule> {
  const { enums, models, classes: origins } = controlModels(document, contract);
  const classes = new Set(origins.keys());
  const shared = [...origins].flatMap(([name, origin]) => (origin === 'contract' ? [name] : []));
  const modelParts = [
    ...enums.map(([name, schema]) => renderSchemaEnum(name, schema)),
    ...inOrder(models).map((model) => renderModel(document, model, classes)),
  ];
  const api = renderControlApi(document, classes);
  const own = [...origins.keys()].filter((name) => used(name, [api]));
  return {
    __init__: { description: "What is generated from the document of the sandbox's control API.", parts: [] },
    models: {
      description: 'What the control API sends and receives.',
      imports: modelImports(
        '...',
        `from ..._generated.models import ${shared.filter((name) => used(name, modelParts)).join(', ')}`,
      ),
      parts: modelParts,
    },
    control_api: {
      description: 'The operations of the control API.',
      imports: [
        'from collections.abc import Mapping',
        'from typing import Any, Optional, Union',
        '',
        'from ..._json import segment',
        importFrom('.models', own),
      ],
      parts: [api],
    },
  };
}

function modelImports(root: string, ...others: string[]): string[] {
  return [
    'from collections.abc import Mapping, Sequence',
    'from dataclasses import dataclass, field',
    'from datetime import datetime',
    `from typing import Any, ${root === '..' ? 'Literal, ' : ''}Optional, Union`,
    '',
    ...others,
    `from ${root}_json import JsonObject, StringEnum, without_none`,
  ];
}

const used = (name: string, parts: string[]): boolean => parts.some((part) => new RegExp(`\\b${name}\\b`).test(part));

/** Sent models first, so that a reader meets what a caller passes before what it gets. */
const inOrder = (models: Model[]): Model[] => [...models].sort((a, b) => Number(b.isSent) - Number(a.isSent));

function constant(name: string, value: unknown, description: string): string {
  return `\n${name} = ${pythonValue(value)}\n${docstring(description, 0)}`;
}
