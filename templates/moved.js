// Goes on to where this page has moved, with the serial behind # that no server sees.
location.replace(document.getElementById("moved").href + location.search + location.hash);
