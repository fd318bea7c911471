{# What the filter box looks through: code, name, producer, place, stars, path, demo, other words it is found by. #}
window.OCOP_PRODUCTS={{ rows | jsonld }};
