"""JSON Schema, as pydantic writes it, said in TypeScript."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

Schema = Mapping[str, Any]
Definitions = dict[str, Schema]


def declare(name: str, schema: Schema) -> str:
    """Declare one definition: an interface for an object, otherwise an alias."""
    comment = _comment(schema.get("description", ""), "")
    if schema.get("type") == "object" and "properties" in schema:
        return f"{comment}export interface {name} {_object(schema)}\n"
    return f"{comment}export type {name} = {expression(schema)};\n"


def union(name: str, members: Iterable[str]) -> str:
    """Declare a name for any one of several."""
    return "\n".join([f"export type {name} =", *(f"  | {member}" for member in members)]) + ";\n"


def expression(schema: Schema) -> str:
    """Return the TypeScript type that a schema describes."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(expression(option) for option in schema[key]))
    return _plain(schema)


def _plain(schema: Schema) -> str:
    match schema.get("type"):
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array":
            inner = expression(schema.get("items", {}))
            return f"({inner})[]" if " " in inner else f"{inner}[]"
        case "object" if "properties" in schema:
            return _object(schema)
        case "object":
            values = schema.get("additionalProperties")
            return f"Record<string, {expression(values) if isinstance(values, Mapping) else 'unknown'}>"
        case _:
            return "unknown"


def _object(schema: Schema) -> str:
    required = set(schema.get("required", ()))
    lines = ["{"]
    for name, field in schema["properties"].items():
        named = name in required or name == "type"
        lines.append(f"  {name}{'' if named else '?'}: {expression(field)};")
    return "\n".join([*lines, "}"])


def _comment(text: str, indent: str) -> str:
    if not text:
        return ""
    lines = text.strip().split("\n")
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return "\n".join([f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */\n"])
