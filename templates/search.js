// Finds products as people type Vietnamese: docs/search.md tells how, and what the data hold. Needs no network beyond
// the site's own files, and no page: pages ask `OCOP.search`.
(() => {
  "use strict";
  const OCOP = (window.OCOP ??= {});
  const script = document.currentScript;

  {% include "search/words.js" %}

  {% include "search/data.js" %}

  {% include "search/question.js" %}
  {% include "search/answers.js" %}

  {% include "search/codes.js" %}

  {% include "search/facets.js" %}

  {% include "search/finding.js" %}
})();
