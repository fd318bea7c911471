"""The record contract as records: good ones, wrong ones, and other ways to say the same."""

from __future__ import annotations

GOOD = {
    "product": """\
code: DB0001
ocop_code: 11-03256-01-2026
name: Trà Shan tuyết P.H.1.4
name_en: P.H.1.4 Shan Tuyet tea
set: che
summary: Một hai câu cho danh sách và khi chia sẻ.
images:
  - file: tra-shan.jpg
    alt: Gói trà 100 g
    alt_en: A 100 g pouch
    credit: Ảnh của cơ sở
    portrait_of: natural-person
certificates:
  - stars: 3
    rule_set: QD1048
    level: province
    issuer: UBND tỉnh Điện Biên
    decision: 2341/QĐ-UBND
    issued: 28/12/2021
    score: 62,5
    round: 2021
    set_as_certified: Thảo dược
    extended_until: 28/05/2025
    revoked:
      decision: 12/QĐ-UBND
      date: 03/02/2024
      ground: mark-misuse
    source: Báo cáo 17/BC-VPĐP (18/01/2022)
producer: hkd-phong-suong
origin:
  as_certified:
    address: Bản Co Hắm
    commune: Xã Ẳng Nưa
    district: Huyện Mường Ảng
    province: Tỉnh Điện Biên
  today:
    commune: Xã Mường Ảng
    commune_code: 03256
    province: Tỉnh Điện Biên
    province_code: 11
    address: Bản Co Hắm
  materials:
    - name: Búp chè Shan tuyết
      place: Ẳng Nưa
      share: 100
  geo:
    lat: 21.4915
    lon: 103.214
  growing_area_code: VN-DBOR-0001
traceability:
  gtin: 09506000134352
  standards:
    - name: VietGAP
      number: 12
      expires: 01/06/2027
  declaration:
    number: 01/2024
    date: 2024-03-01
  marks:
    - kind: certification-mark
      name: Chè Điện Biên
  steps:
    - step: harvest
      name: Thu hái
      note:
  links:
    - system: verigoods.vn
      url: https://verigoods.vn/x
  inspections:
    - date: 12/11/2021
      by: Chi cục QLCL
      kind: sample-test
      result: pass
specification:
  net_content: 100 g
  ingredients:
    - Búp chè Shan tuyết
    - Hoa nhài
  ingredients_en:
    - Shan tea shoots
    -
  shelf_life: 24 tháng
  warnings:
shops:
  - name: Postmart
    url: https://postmart.vn/x
    phone: 0215 3 825 000
price:
  amount: 150000
  currency: VND
  unit: gói 100 g
  as_of: 01/03/2026
status: on-sale
demo: false
sources:
  - Báo cáo 17/BC-VPĐP ngày 18/01/2022
updated: 18/01/2022
""",
    "producer": """\
id: hkd-phong-suong
name: Hộ kinh doanh Phong Sương
kind: ho-kinh-doanh
natural_person: true
gln: 9520000123451
representative:
contact:
  phone: 0215 3 825 000
  email: a@example.com
  website: https://example.com
consent:
  fields:
    - phone
  date: 01/03/2026
place:
  commune: Xã Mường Ảng
  province: Tỉnh Điện Biên
place_as_certified:
  commune: Xã Ẳng Nưa
  district: Huyện Mường Ảng
  province: Tỉnh Điện Biên
story: Một câu.
story_en: A sentence.
""",
    "lots": """\
- lot: L2403
  made: 15/03/2024
  expires: 15/03/2026
  quantity: 120 kg
  materials:
    - name: Búp chè
      lot: 7
      harvested: 10/03/2024
  events:
    - step: harvest
      time: 2024-03-10T08:00+07:00
    - step: pack
      time: 2024-03-10
  tests:
    - date: 20/03/2024
      result: pass
  retained_sample: true
  recalled:
    date: 21/03/2024
    reason: Bao bì hở
- lot: 2404
""",
    "tombstones": """\
- code: DB0001
  lot: L2403
  since: 01/03/2026
  reason: Ngừng sản xuất
  reason_en: No longer made
  was: Trà Shan tuyết
  replaced_by: DB0002
- producer: hkd-phong-suong
  since: 2026-03-01
  reason: Giải thể
- address: /xa/03256/
  since: 2026-03-01
  reason: Sáp nhập
""",
    "redirects": """\
- address: DB0003
  to: https://ocop.dienbien.gov.vn/P/DB0002/
  since: 01/03/2026
""",
    "config": """\
site:
  title: OCOP Điện Biên
  url: https://ocop.dienbien.gov.vn
  publisher: Văn phòng Điều phối nông thôn mới tỉnh Điện Biên
  province_code: 11
  contact:
    phone:
    email: a@example.com
    report_doubt: https://example.com/x
  languages:
    - vi
    - en
  licence: CC-BY-4.0
look:
  accent: "#A3241C"
  logo:
""",
}
"""The record contract, with its ellipses filled."""
WRONG = [
    ("tombstones", "  reason: Ngừng sản xuất\n", "", "$[0]"),
    ("tombstones", "since: 01/03/2026", "since: 2026", "$[0].since"),
    ("redirects", "address: DB0003", "address: db0003", "$[0].address"),
    ("redirects", "to: https", "to: ftp", "$[0].to"),
    ("product", "code: DB0001", "code: db1", "$.code"),
    ("product", "code: DB0001\n", "", "$"),
    ("product", "name: Trà", "tên: Trà", "$"),
    ("product", "name: Trà Shan tuyết P.H.1.4", "name:", "$.name"),
    ("product", "name_en:", "name_vi:", "$"),
    ("product", "name_en:", "code_en:", "$"),
    ("product", "summary: Một", "summary:\n  - Một", "$.summary"),
    ("product", "stars: 3", "stars: 2", "$.certificates[0].stars"),
    ("product", "rule_set: QD1048", "rule_set: QD1", "$.certificates[0].rule_set"),
    ("product", "level: province", "level: tỉnh", "$.certificates[0].level"),
    ("product", "issued: 28/12/2021", "issued: 28.12.2021", "$.certificates[0].issued"),
    ("product", "issued: 28/12/2021", "issued: 2021", "$.certificates[0].issued"),
    ("product", "issued:", "isued:", "$.certificates[0]"),
    ("product", "score: 62,5", "score: 101", "$.certificates[0].score"),
    ("product", "round: 2021", "round: 21", "$.certificates[0].round"),
    ("product", "      ground: mark-misuse\n", "", "$.certificates[0].revoked"),
    ("product", "ground: mark-misuse", "ground: misuse", "$.certificates[0].revoked"),
    ("product", "producer: hkd-phong-suong", "producer:\n  id: hkd-phong-suong\n  name: Hộ", "$.producer"),
    ("product", "producer: hkd-phong-suong", "producer:\n  kind: hoi", "$.producer"),
    ("product", "  - name: Postmart\n    url", "  - url", "$.shops[0]"),
    ("product", "https://postmart.vn", "postmart.vn", "$.shops[0].url"),
    ("product", "_en:\n    - Shan tea shoots\n    -", "_en: Shan tea shoots", "$.specification"),
    (
        "product",
        "  ingredients:\n    - Búp chè Shan tuyết\n    - Hoa nhài",
        "  ingredients: Búp chè",
        "$.specification",
    ),
    ("product", "amount: 150000", "amount: nhiều", "$.price.amount"),
    ("product", "status: on-sale", "status: sold-out", "$.status"),
    ("product", "demo: false", "demo: nhé", "$.demo"),
    ("producer", "id: hkd-phong-suong", "id: HKD Phong Sương", "$.id"),
    ("producer", "kind: ho-kinh-doanh", "kind: hộ kinh doanh", "$.kind"),
    ("producer", "    - phone", "    - gln", "$.consent.fields[0]"),
    ("producer", "  date: 01/03/2026\n", "", "$.consent"),
    ("lots", "lot: L2403", "lot: l2403", "$[0].lot"),
    ("lots", "T08:00+07:00", "T08:00", "$[0].events[0].time"),
    ("lots", "    reason: Bao bì hở\n", "", "$[0].recalled"),
    ("lots", "step: pack", "step: eat", "$[0].events[1].step"),
    ("config", "  url: https://ocop.dienbien.gov.vn\n", "", "$.site"),
    ("config", '"#A3241C"', "red", "$.look.accent"),
    ("config", "- en", "- English", "$.site.languages[1]"),
]
"""A kind of record, what is right in it, what is wrong instead, and the place to underline."""
ALSO = [
    ("product", "issued: 28/12/2021", "issued: 2021-12-28"),
    ("product", "issued: 28/12/2021", "issued: 8/2/2022"),
    ("product", "score: 62,5", "score: 62.5"),
    ("product", "score: 62,5", "score: 62"),
    ("product", "demo: false", "demo: Không"),
    ("product", "demo: false", "demo: TRUE"),
    ("product", "demo: false", 'demo: "true"'),
    ("product", "stars: 3", 'stars: "3"'),
    ("product", "net_content: 100 g", "net_content: 100"),
    ("product", "decision: 2341/QĐ-UBND", "decision: 2341"),
    ("product", "code: DB0001", "code: 0001"),
    ("product", "producer: hkd-phong-suong", "producer:\n  name: Hộ\n  name_en: A household\n  contact:"),
    ("product", "ocop_code: 11-03256-01-2026", "ocop_code: 11-094-03256-01-2020"),
    ("lots", "retained_sample: true", "retained_sample: CÓ"),
    ("lots", "time: 2024-03-10\n", "time: 10/03/2024\n"),
]
"""A kind of record, what it says, and what it may say instead."""
