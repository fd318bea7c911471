"""Write `docs/records.md`, the reference of every key an office may write, from the models and `fields.po`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.model import past, values
from generator.rules.programme import groups
from generator.schema import EMPTY, SCHEMAS, Schema, value_schema

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "records.md"

INTRODUCTION = """\
<!-- Tạo ra bằng `python -m tests.reference`, đừng sửa tay. Lời giải thích từng khóa: templates/locale/vi/fields.po. -->

# Các khóa trong hồ sơ

Mỗi bảng dưới đây là một loại hồ sơ, mỗi hàng là một khóa. Trong hồ sơ, viết mỗi khóa một dòng, sau dấu hai chấm có một
dấu cách:

```yaml
name: Trà Shan tuyết
certificates:
  - stars: 3
    issued: 28/12/2021
```

- **Khóa** có dấu chấm là khóa nằm trong mục khác: `certificates[].issued` là `issued` trong mỗi gạch đầu dòng của
  `certificates`. Khóa nằm trong mục nào thì lùi vào hai dấu cách.
- **Bắt buộc**: thiếu thì không dựng được trang. Khóa nằm trong một mục không bắt buộc thì chỉ bắt buộc khi có mục ấy.
  Khóa nào chưa biết thì để trống hoặc bỏ đi, đừng ghi “không rõ”; trang sẽ ghi “chưa công bố”.
- **Ngày** viết `28/12/2021` hoặc `2021-12-28`. **Số** lẻ viết `62,5` hoặc `62.5`. **Có/không** viết `true`, `false`,
  `có` hoặc `không`. Mọi giá trị được đọc là chữ, nên `03256` giữ nguyên số 0 ở đầu.
- **Dịch được**: có thể thêm khóa cùng tên với đuôi ngôn ngữ, ví dụ `name_en`, `ingredients_en`; ngôn ngữ phải có trong
  `site.languages` của config.yml. Danh sách dịch phải dài bằng danh sách tiếng Việt; mục nào chưa dịch thì để gạch đầu
  dòng trống.
- Mỗi giá trị một dòng, không viết gọn bằng `{…}` hay `[…]`: dấu phẩy trong câu tiếng Việt sẽ làm hỏng cả dòng.
- Giá trị có dấu hai chấm kèm dấu cách, có dấu thăng sau dấu cách, hoặc bắt đầu bằng ký hiệu như `@`, `*`, `#`: đặt cả
  giá trị trong ngoặc kép.
- Khóa không có trong bảng bị báo lỗi. Không bao giờ ghi số căn cước, ngày sinh, dân tộc, nhà riêng, sức khỏe.

Trình soạn thảo hiểu JSON Schema (như VS Code) sẽ gợi ý khóa và giá trị khi gõ, sau khi chạy `ocop schema`.
"""

KINDS = {
    "product": "Sản phẩm: `content/products/DB0001.md`, phần đầu tệp giữa hai dòng `---`",
    "producer": "Chủ thể: `content/producers/hkd-phong-suong.yml`",
    "lots": "Lô: `content/lots/DB0001.yml`, mỗi lô một gạch đầu dòng",
    "tombstones": "Địa chỉ đã gỡ: `content/tombstones.yml`, mỗi địa chỉ một gạch đầu dòng",
    "redirects": "Địa chỉ đã chuyển: `content/redirects.yml`, mỗi địa chỉ một gạch đầu dòng",
    "config": "Cấu hình của trang: `config.yml`",
}
AFTER = {
    "product": "Sau dòng `---` thứ hai là câu chuyện sản phẩm, viết bằng Markdown. Bản tiếng Anh để trong "
    "`DB0001.en.md` cùng thư mục, không có phần đầu tệp.\n",
    "lots": "Lô cũng có thể ghi trong bảng tính lưu thành `content/lots/DB0001.csv`, mỗi lô một hàng, với các cột "
    "`lot`, `made`, `expires`, `quantity`, `retained_sample`. Khóa nằm trong mục khác thì ghi trọn tên lên đầu cột, "
    "đánh số từ 1 nếu là danh sách: `recalled.date`, `recalled.reason`, `materials[1].name`, `materials[2].name`, "
    "`events[1].step`, `tests[1].result`; ô trống là lô ấy không có. Mỗi sản phẩm chỉ một tệp lô.\n",
}
WRITTEN = [
    (past.Address, "mã hoặc địa chỉ"),
    (values.Count, "số nguyên"),
    (values.Text, "chữ"),
    (values.Code, "mã"),
    (values.LotCode, "mã"),
    (values.ProducerId, "mã"),
    (values.OcopCode, "mã"),
    (values.CommuneCode, "5 chữ số"),
    (values.ProvinceCode, "2 chữ số"),
    (values.Currency, "3 chữ in hoa"),
    (values.Digits, "chữ số"),
    (values.Colour, "màu"),
    (values.Language, "2 hoặc 3 chữ thường"),
    (values.Day, "ngày"),
    (values.Moment, "ngày, hoặc ngày giờ"),
    (values.Points, "số từ 0 đến 100"),
    (values.Amount, "số từ 0 trở lên"),
    (values.Degrees, "số"),
    (values.Stars, "`3`, `4`, `5`"),
    (values.Year, "năm"),
    (values.YesNo, "có/không"),
    (values.Url, "địa chỉ trang web"),
    (values.Email, "địa chỉ thư"),
    (values.PictureFile, "tên tệp ảnh"),
]


def generated() -> str:
    """Return the whole reference."""
    parts = [INTRODUCTION]
    for kind, title in KINDS.items():
        made = SCHEMAS[kind]("vi")
        rows = _rows(made.get("items", made))
        parts.append(f"## {title}\n\n" + _table(["Khóa", "Bắt buộc", "Giá trị", "Ý nghĩa"], rows))
        parts.extend([AFTER[kind]] if kind in AFTER else [])
    parts.append("## Bộ sản phẩm\n\n" + _table(["Số", "Mã (`set`)", "Bộ sản phẩm", "Nhóm"], _sets()))
    return "\n".join(parts)


def _rows(mapping: Schema, before: str = "") -> Iterator[list[str]]:
    translated = {pattern.split("_(")[0].lstrip("^") for pattern in mapping.get("patternProperties", ())}
    for key, schema in mapping["properties"].items():
        plain = _plain(schema)
        written = _written(plain) + (", dịch được" if key in translated else "")
        yield [f"`{before}{key}`", "có" if key in mapping["required"] else "", written, schema["description"]]
        inner = _plain(plain.get("items", plain))
        if "properties" in inner:
            yield from _rows(inner, f"{before}{key}{'[]' if 'items' in plain else ''}.")


def _plain(schema: Schema) -> Schema:
    """Return the schema without its description and without the leave to be empty."""
    kept = [one for one in schema.get("anyOf", ()) if one != EMPTY]
    if len(kept) == 1:
        return dict(kept[0])
    return {key: kept if key == "anyOf" else part for key, part in schema.items() if key != "description"}


def _written(schema: Schema) -> str:
    if word := next((word for kind, word in WRITTEN if _plain(value_schema(kind, "vi")) == schema), None):
        return word
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if "oneOf" in schema:
        return "một mã trong bảng [Bộ sản phẩm](#bộ-sản-phẩm)"
    if "anyOf" in schema:
        return "mã, hoặc mục con như bảng Chủ thể"
    if "items" in schema:
        inner = _plain(schema["items"])
        return "danh sách mục con" if "properties" in inner else f"danh sách: {_written(inner)}"
    if "properties" in schema:
        return "mục con"
    raise LookupError(schema)


def _sets() -> Iterator[list[str]]:
    for group in groups():
        for one in group.sets:
            yield [str(one.number), f"`{one.id}`", one.name, group.name]


def _table(head: list[str], rows: Iterator[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    REFERENCE.parent.mkdir(exist_ok=True)
    REFERENCE.write_bytes(generated().encode())
