{# What the filter box looks through: code, name, producer, place, stars, path, demo, other words it is found by. #}
{% set rows = [] %}
{% for entry in entries %}
{% set also = entry.product.name.twins | map("last") | list + entry.as_certified | list %}
{% do rows.append([
  entry.code, entry.name, entry.producer.name.text() if entry.producer else "", entry.place or "", entry.stars,
  addresses.product(entry.code), 1 if entry.product.demo else 0, also | join(" "),
]) %}
{% endfor %}
window.OCOP_PRODUCTS={{ rows | jsonld }};
