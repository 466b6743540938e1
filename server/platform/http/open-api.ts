import { z } from 'zod';
import type { Contract } from '#contracts/contract.ts';

type Json = Record<string, unknown>;

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}

function parameters(schema: z.ZodType, where: 'path' | 'query'): Json[] {
  const json = schemaOf(schema, 'input');
  const required = new Set((json.required as string[] | undefined) ?? []);
  return Object.entries((json.properties as Json | undefined) ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.has(name),
    schema: property,
  }));
}

function responses(contract: Contract): Json {
  const problem = {
    description: '问题 Problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const content =
    contract.kind === 'json' || contract.kind === 'upload'
      ? { 'application/json': { schema: schemaOf(contract.response, 'output') } }
      : contract.kind === 'stream'
        ? { 'text/event-stream': { schema: { type: 'string' } } }
        : { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return { 200: { description: '成功 OK', content }, default: problem };
}

function requestBody(contract: Contract): Json {
  if (contract.method === 'GET') return {};
  if (contract.kind === 'upload') {
    const files = {
      type: 'object',
      properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
    };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: files } } } };
  }
  const schema = schemaOf(contract.body, 'input');
  if (Object.keys((schema.properties as Json | undefined) ?? {}).length === 0 && schema.type === 'object') return {};
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

/** OpenAPI 3.1 from the same contracts that the server runs; sorted, so that the file in docs/ changes only when a contract does. */
export function openApi(contracts: readonly Contract[], version: string): Json {
  const paths: Record<string, Json> = {};
  const sorted = [...contracts].sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'));
  for (const contract of sorted) {
    const path = contract.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    (paths[path] as Json)[contract.method.toLowerCase()] = {
      tags: [contract.tag],
      summary: `${contract.summary[0]} · ${contract.summary[1]}`,
      'x-access': contract.access,
      security: contract.access === 'public' ? [] : [{ session: [] }, { apiKey: [] }],
      parameters: [...parameters(contract.params, 'path'), ...parameters(contract.query, 'query')],
      ...requestBody(contract),
      responses: responses(contract),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '保供 Baogong',
      version,
      description: '城市应急物资保供系统的接口 · The API of a city emergency-supply headquarters',
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'baogong_session' },
        apiKey: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'detail', 'words'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string' },
            detail: { type: 'string' },
            words: { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } },
            params: { type: 'object' },
            errors: {
              type: 'array',
              items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
            },
          },
        },
      },
    },
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The readable page at /api/docs: plain HTML without script, one section an operation, works offline and printed. */
export function openApiPage(document: Json): string {
  const paths = document.paths as Record<string, Record<string, Json>>;
  const groups = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = (operation.tags as string[])[0] ?? '';
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag)?.push(operationSection(method, path, operation));
    }
  }
  const info = document.info as { title: string; version: string; description: string };
  const contents = [...groups.keys()].map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join(' ');
  const sections = [...groups]
    .map(([tag, list]) => `<h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>${list.join('')}`)
    .join('');
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(info.title)} API</title><link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/api/docs.css">
<main><h1>${escapeHtml(info.title)} API ${escapeHtml(info.version)}</h1><p>${escapeHtml(info.description)}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1 (JSON)</a></p>${usage}<nav>${contents}</nav>${sections}</main></html>`;
}

const usage = `<p>其他系统在请求头写 <code>Authorization: Bearer bg_…</code>；密钥由管理员在“系统 · 接口密钥”新建，能做什么由它的岗位和范围决定。失败时返回 <code>application/problem+json</code>：<code>code</code> 供程序判断，<code>words</code> 是中英文的原因和办法。</p>
<p lang="en">Other systems send <code>Authorization: Bearer bg_…</code>; an administrator makes the key under Administration · API keys, and its role and scope say what it may do. A failure is <code>application/problem+json</code>: <code>code</code> for programs, <code>words</code> for people in both languages, with what to do.</p>`;

function operationSection(method: string, path: string, operation: Json): string {
  const rows = (operation.parameters as Array<{ name: string; in: string; required: boolean; schema: Json }>)
    .map(
      (parameter) =>
        `<tr><td><code>${escapeHtml(parameter.name)}</code><td>${parameter.in}${parameter.required ? ' *' : ''}<td><code>${escapeHtml(shortType(parameter.schema))}</code>`,
    )
    .join('');
  const body = operation.requestBody as { content: Record<string, { schema: Json }> } | undefined;
  const ok = (operation.responses as Record<string, { content: Record<string, { schema: Json }> }>)['200'];
  const block = (label: string, content: Record<string, { schema: Json }> | undefined): string => {
    const [type, entry] = Object.entries(content ?? {})[0] ?? [];
    if (!type || !entry) return '';
    return `<details><summary>${label} <code>${escapeHtml(type)}</code></summary><pre>${escapeHtml(JSON.stringify(entry.schema, null, 2))}</pre></details>`;
  };
  return `<section><h3><b class="${method}">${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(String(operation.summary))} <small>${escapeHtml(String(operation['x-access']))}</small></p>
${rows ? `<table><tbody>${rows}</table>` : ''}${block('输入 Body', body?.content)}${block('输出 Answer', ok?.content)}</section>`;
}

function shortType(schema: Json): string {
  if (schema.enum) return (schema.enum as unknown[]).join(' | ');
  return [schema.type ?? 'any', schema.format].filter(Boolean).join(' ');
}

export const openApiStyle = `body{font:15px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;margin:0;color:#1f2a37;background:#fff;overflow-wrap:anywhere}
main{max-width:960px;margin:0 auto;padding:24px}a{color:#1f5fbf}nav a{display:inline-block;margin:0 12px 4px 0}section{border-top:1px solid #d5dce5;padding:8px 0}
h3{font-size:15px;margin:8px 0}b{display:inline-block;min-width:56px}.get{color:#1f5fbf}.post,.put,.patch{color:#7a4b00}.delete{color:#b42318}
td{padding:2px 12px 2px 0}pre{background:#f4f6f9;padding:12px;overflow:auto;max-height:420px}
@media (prefers-color-scheme:dark){body{background:#10161f;color:#e3e9f1}pre{background:#1a2330}a{color:#7fb0ff}.get{color:#7fb0ff}.post,.put,.patch{color:#f0b95a}}`;
