"""A made-up country of products, the same ones every time: `python -m benchmarks.corpus FOLDER COUNT`.

Every record is complete (about 3.5 kB of YAML and a story in Markdown) and invented, so it says `demo: true`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from generator.rules.programme import communes, provinces, sets

SEED = 1_048
EDITED_WORDS = ("là tên gọi quen ở", "là tên gọi thân ở")
"""Words of every story, and what the one edited record says instead."""
PRODUCTS_PER_PRODUCER = 3
BRANDS = "Bản Sen|Mây Vàng|Suối Hoa|Nà Lúa|Đồi Gió|Sương Mai|Phiêng Bông|Rừng Xanh|Cánh Đồng|Thác Bạc|Hoa Ban|Núi Thơm"
GOODS = {
    "thuc-pham": "Gạo nếp nương|Mật ong rừng|Thịt trâu gác bếp|Măng khô|Miến dong|Nước mắm cốt|Bánh đa|Mắc ca sấy",
    "do-uong": "Rượu ngô men lá|Chè dây|Nước ép dứa|Cà phê rang xay|Trà hoa vàng|Trà Shan tuyết",
    "duoc-lieu": "Cao atisô|Tinh dầu quế|Trà giảo cổ lam|Xà phòng thảo mộc",
    "thu-cong-my-nghe": "Khăn thổ cẩm|Giỏ mây|Đèn lồng tre|Áo chàm",
    "sinh-vat-canh": "Lan rừng|Đào phai|Gà kiến|Cá cảnh",
    "du-lich": "Nhà sàn đón khách|Tuyến đi bộ ngắm ruộng|Vườn cây trải nghiệm",
}
MANNERS = "sấy lạnh|loại một|vụ xuân|nguyên chất|hộp quà|làm tay|đặc biệt|truyền thống|hữu cơ|vùng cao"
SENTENCES = (
    "Sáng sớm sương còn đọng dưới lá, người làm đợi nắng lên mới ra đồng.",
    "Nguyên liệu lấy trong xã, cân từng mẻ và ghi vào sổ của tổ.",
    "Mỗi công đoạn có một người đứng chính, việc của ai người ấy ký.",
    "Bếp đốt bằng củi khô, lửa nhỏ và đều, không dùng phẩm màu.",
    "Thành phẩm để nguội hẳn rồi mới đóng gói, mẫu lưu giữ đến hết hạn dùng.",
    "Nhà nào có khách đến đều mời nếm trước, ưng mới gói.",
    "Công thức truyền qua ba đời, chỉ đổi cái cân và cái nhiệt kế.",
    "Vụ nào mưa nhiều thì làm ít, không mua thêm của nơi khác cho đủ số.",
)
STEPS = (
    ("harvest", "Thu hái", "Chọn thứ vừa độ, bỏ phần già."),
    ("process", "Sơ chế và chế biến", "Rửa ba nước, để ráo, sấy ở nhiệt độ thấp."),
    ("test", "Thử ẩm, nếm", "Giữ một mẫu của mỗi mẻ đến hết hạn dùng."),
    ("pack", "Đóng gói, dán tem", "Tem ghi mã sản phẩm và số lô."),
)
CONFIG = """site:
  title: Kho mẫu đo tốc độ
  url: https://ocop.example.vn
  publisher: Dữ liệu hư cấu để đo tốc độ
  province_code: 11
  languages: [vi, en]
  editions: [vi]
"""


def code(number: int) -> str:
    """Return the code of a product, counted from 0."""
    return f"MAU{number:06}"


def write(root: Path, count: int) -> None:
    """Write a project of `count` products, with a producer for every third."""
    for room in ("products", "producers"):
        (root / "content" / room).mkdir(parents=True, exist_ok=True)
    (root / "config.yml").write_text(CONFIG, encoding="utf-8", newline="\n")
    places = sorted(communes())
    for number in range(-(-count // PRODUCTS_PER_PRODUCER)):
        path = root / "content" / "producers" / f"mau-{number}.yml"
        path.write_text(_producer(number, places), encoding="utf-8", newline="\n")
    for number in range(count):
        path = root / "content" / "products" / f"{code(number)}.md"
        path.write_text(_product(number, places), encoding="utf-8", newline="\n")


def _place(number: int, places: list[str]) -> tuple[str, str, str, str]:
    """Return commune, its code, province, its code: of the producer, so that its products share them."""
    commune = communes()[places[Random(f"{SEED} place {number}").randrange(len(places))]]
    return commune.name, commune.code, provinces()[commune.province_code], commune.province_code


def _producer(number: int, places: list[str]) -> str:
    commune, commune_code, province, province_code = _place(number, places)
    return f"""id: mau-{number}
name: Hợp tác xã mẫu số {number}
name_en: Sample cooperative no. {number}
kind: hop-tac-xa
representative: Người đại diện (mẫu)
contact:
  phone: 0000 {number // 1000:03} {number % 1000:03}
  email: mau-{number}@example.com
  website: https://example.com/mau-{number}
place:
  commune: {commune}
  commune_code: {commune_code}
  province: {province}
  province_code: {province_code}
story: Hợp tác xã hư cấu, dựng để đo tốc độ.
"""


def _product(number: int, places: list[str]) -> str:
    chance = Random(f"{SEED} product {number}")
    law = chance.choice(list(sets().values()))
    brand, manner = chance.choice(BRANDS.split("|")), chance.choice(MANNERS.split("|"))
    name = f"{chance.choice(GOODS[law.group].split('|'))} {manner} {brand} {number}"
    maker = number // PRODUCTS_PER_PRODUCER
    commune, commune_code, province, province_code = _place(maker, places)
    stars, score = chance.choice(((3, 62), (3, 66), (4, 75), (4, 84), (5, 93)))
    year, day = chance.choice((2020, 2021, 2022, 2024, 2025)), f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}"
    steps = "".join(
        f"    - step: {step}\n      name: {words}\n      place: {commune}\n      note: {note}\n"
        for step, words, note in STEPS
    )
    told = [chance.choice(SENTENCES) for _ in range(10)]
    return f"""---
code: {code(number)}
name: {name}
name_en: Sample product {number}
set: {law.id}
summary: {brand}, {manner}, làm tại {commune}. Sản phẩm hư cấu để đo tốc độ.
summary_en: An invented product of {number % 97} that measures speed.
certificates:
  - stars: {stars}
    rule_set: {"QD1048" if year < 2023 else "QD148"}
    level: {"centre" if stars == 5 else "province"}
    issuer: {"Bộ Nông nghiệp và Môi trường (mẫu)" if stars == 5 else f"UBND {province} (mẫu)"}
    decision: MẪU-{number}/QĐ
    issued: {day}/{year}
    score: {score}
    round: {year}
    source: Dữ liệu hư cấu
producer: mau-{maker}
origin:
  today:
    commune: {commune}
    commune_code: {commune_code}
    province: {province}
    province_code: {province_code}
  materials:
    - name: Nguyên liệu chính của {brand}
      place: {commune}
      share: 95
    - name: Muối
      share: 5
  geo:
    lat: {8.5 + number % 1400 / 100:.4f}
    lon: {102.5 + number % 600 / 100:.4f}
  growing_area_code: MẪU-VT-{number}
traceability:
  standards:
    - name: VietGAP (mẫu)
      name_en: VietGAP (sample)
      number: MẪU-VG-{number}
      issuer: Tổ chức chứng nhận mẫu
      expires: 01/06/2027
    - name: Cơ sở đủ điều kiện an toàn thực phẩm (mẫu)
      number: MẪU-ATTP-{number}
      issuer: Cơ quan cấp mẫu
      expires: 15/03/2028
  declaration:
    number: MẪU-{number}/TCB
    date: 12/03/2023
  marks:
    - kind: trademark
      name: {brand}
      number: MẪU-NH-{number}
  steps:
{steps}  links:
    - system: Hệ thống truy xuất mẫu
      url: https://example.com/truy-xuat/{number}
      code: MAU-TX-{number}
specification:
  net_content: Gói {chance.choice((100, 200, 250, 500))} g
  ingredients:
    - Nguyên liệu chính 95%
    - Muối 5%
  shelf_life: {chance.choice((6, 12, 18, 24))} tháng kể từ ngày sản xuất
  storage: Để nơi khô, mát, tránh nắng; buộc kín miệng gói sau khi mở.
  use: Dùng ngay hoặc chế biến tuỳ khẩu vị.
  warnings:
    - Không dùng khi gói bị hở hoặc có mùi lạ.
shops:
  - name: Gian hàng mẫu {brand}
    url: https://example.com/gian-hang/{number}
  - name: Điểm giới thiệu sản phẩm mẫu
    address: {commune}, {province}
    phone: 0000 000 {number % 1000:03}
price:
  amount: {chance.randrange(20, 900)}000
  currency: VND
  unit: gói
  as_of: 01/10/2025
status: on-sale
demo: true
sources:
  - Dữ liệu hư cấu để đo tốc độ
updated: 18/11/2025
---
{told[0]} {told[1]} {told[2]} **{brand}** là tên gọi quen ở {commune}.

## Làm thế nào

1. {told[3]}
2. {told[4]}
3. {told[5]}

{told[6]} {told[7]}

- {told[8]}
- {told[9]}
"""


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
