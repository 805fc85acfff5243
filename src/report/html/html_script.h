// SPDX-License-Identifier: Apache-2.0
// Holds the script of pages with a whole model: it opens the tree lazily and searches it.
//
// Its data is tree_data's JSON, in which equal subtrees are one shape. A search counts matches by
// shape and by the state of an automaton of the text that is searched for, and remembers them: it
// looks at each shape once, however many modules have it.
#pragma once

#include <string_view>

namespace overmatch::report {

// JavaScript without libraries. Its elements are those of model_html.
inline constexpr std::string_view kHtmlScript = R"JS("use strict";
(function () {
const {names, shapes, states, patterns} = JSON.parse(document.getElementById("data").textContent);
const get = (id) => document.getElementById(id);
const CHUNK = 200, root = shapes.length - 1;
const tone = (own) => own > 1 ? states[own - 2].tone : "";
const counts_as = {
  all: (own) => own > 0,
  selected: (own) => own > 1 && states[own - 2].patterns.length > 0,
  marked: (own) => tone(own) !== "",
};
const times = (child) => child.length === 3 ? child[1] - child[0] + 1 : 1;
const below = (child) => child[child.length - 1];
const text_of = (count) => count.toLocaleString("en");
const totals = {};
for (const kind in counts_as) {
  const sum = totals[kind] = [];
  shapes.forEach((shape, at) => {  // children come first
    sum[at] = counts_as[kind](shape[0]) ? 1 : 0;
    for (let i = 1; i < shape.length; ++i) sum[at] += times(shape[i]) * sum[below(shape[i])];
  });
}
function make(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}
// Where a selected path goes on beside the text of a pattern, inside a segment.
function collision(path, own) {
  for (const which of states[own - 2].patterns) {
    const text = patterns[which].text;
    let at = path.endsWith(text) ? path.length - text.length : path.indexOf(text);
    if (text === "" || at < 0) continue;
    if (at > 0 && path[at - 1] !== "." && text[0] !== ".")
      return [path.lastIndexOf(".", at - 1) + 1, at];
    at += text.length;
    const end = path.indexOf(".", at);
    if (at < path.length && path[at] !== ".") return [at, end < 0 ? path.length : end];
  }
  return null;
}
function show_name(into, shown, path, own, range) {
  const start = path.length - shown.length;
  const part = range || (tone(own) ? collision(path, own) : null);
  const name = make("bdi");
  if (part && part[0] >= start) {
    const mark = make("mark", "", path.slice(part[0], part[1]));
    name.append(path.slice(start, part[0]), mark, path.slice(part[1]));
  } else name.append(shown);
  into.append(name);
}
function show_state(into, own) {
  if (own < 2) return;
  const state = states[own - 2];
  const by = state.patterns.map((which) => patterns[which].name);
  into.append(" ", make("span", "badge " + (state.tone || "good"), state.word));
  if (by.length > 0) into.append(" by " + by.slice(0, 3).join(", "));
  if (by.length > 3) into.append(" and " + (by.length - 3) + " more");
}
function show_counts(into, shape, many) {
  const itself = many === 1 && shapes[shape][0] > 0 ? 1 : 0;
  const selected = totals.selected[shape] * many, marked = totals.marked[shape] * many;
  let text = text_of(totals.all[shape] * many - itself) + " below";
  if (selected) text += ", " + text_of(selected) + " selected";
  into.append(" ", make("span", "faint", text));
  if (marked) into.append(" ", make("span", "badge warn", text_of(marked) + " in findings"));
}
function fill(list, children, from) {
  for (const child of children.slice(from, from + CHUNK)) list.append(child());
  const left = children.length - from - CHUNK;
  if (left <= 0) return;
  const more = make("button", "", "show more (" + text_of(left) + " left)");
  const line = make("li", "leaf");
  more.type = "button";
  more.onclick = () => { line.remove(); fill(list, children, from + CHUNK); };
  line.append(more);
  list.append(line);
}
function opening(line, summary, children) {
  const box = make("details");
  box.append(summary);
  line.open_all = () => {
    box.open = true;
    let list = box.querySelector("ul");
    if (!list) {
      list = make("ul");
      fill(list, children(), 0);
      box.append(list);
    }
    return list;
  };
  box.addEventListener("toggle", () => { if (box.open) line.open_all(); });
  line.append(box);
}
const join = (path, name) => path === null ? name : path + "." + name;
function children_of(shape, path) {
  return shapes[shape].slice(1).map((child) => () => times(child) > 1 ? run(child, path)
    : one(child.length === 3 ? String(child[0]) : names[child[0]], below(child), path));
}
function one(name, shape, above) {
  const line = make("li");
  let path = join(above, name), shown = name;
  // A chain of unselected modules with one child is one line.
  while (shapes[shape].length === 2 && shapes[shape][1].length === 2 && shapes[shape][0] < 2) {
    const next = names[shapes[shape][1][0]];
    path += "." + next; shown += "." + next; shape = below(shapes[shape][1]);
  }
  const own = shapes[shape][0];
  line.holds = (wanted) => wanted === path || wanted.startsWith(path + ".");
  line.path = path;
  if (shapes[shape].length === 1) {
    line.className = "leaf " + tone(own); line.tabIndex = -1;
    show_name(line, shown, path, own); show_state(line, own);
    return line;
  }
  const summary = make("summary", tone(own));
  show_name(summary, shown, path, own); show_state(summary, own); show_counts(summary, shape, 1);
  opening(line, summary, () => children_of(shape, path));
  return line;
}
function run(child, path) {  // numbered children with equal subtrees
  const [first, last, shape] = child, line = make("li"), summary = make("summary");
  const prefix = path === null ? "" : path + ".";
  line.holds = (wanted) => {
    const number = wanted.startsWith(prefix) ? wanted.slice(prefix.length).split(".")[0] : "";
    return /^\d+$/.test(number) && first <= Number(number) && Number(number) <= last;
  };
  summary.append(first + " … " + last);
  show_counts(summary, shape, last - first + 1);
  opening(line, summary, () => Array.from({length: last - first + 1},
    (_, at) => () => one(String(first + at), shape, path)));
  return line;
}
const top = make("ul");
get("tree").append(top);
if (shapes[root][0] > 0) {
  const line = make("li", "leaf", "(root)");
  show_state(line, shapes[root][0]);
  top.append(line);
}
fill(top, children_of(root, null), 0);
if (top.children.length < 9) for (const line of top.children) if (line.open_all) line.open_all();

function reveal(path) {
  for (let list = top; list;) {
    let line = [...list.children].find((each) => each.holds && each.holds(path));
    if (!line) {
      const more = list.querySelector(":scope > li > button");
      if (!more) return;
      more.click();
      continue;
    }
    if (line.path === path) {
      const target = line.querySelector("summary") || line;
      target.focus(); target.scrollIntoView({block: "center"});
      return;
    }
    list = line.open_all ? line.open_all() : null;
  }
}
// An automaton of the parts between stars (Knuth, Morris and Pratt): a state is the number of
// characters found.
function automaton(query) {
  const at = [];  // by state: its part
  for (const part of query.toLowerCase().split("*").filter(Boolean)) {
    const borders = [0, 0], offset = at.length;
    for (let i = 1, k = 0; i < part.length; ++i) {
      while (k > 0 && part[i] !== part[k]) k = borders[k];
      if (part[i] === part[k]) ++k;
      borders.push(k);
    }
    for (let i = 0; i < part.length; ++i) at.push({part, borders, offset});
  }
  const step = (state, text) => {
    for (let i = 0; i < text.length && state < at.length; ++i) {
      const {part, borders, offset} = at[state];
      let found = state - offset;
      while (found > 0 && part[found] !== text[i]) found = borders[found];
      if (part[found] === text[i]) ++found;
      state = offset + found;
    }
    return state;
  };
  return {step, end: at.length};
}
const low = names.map((name) => name.toLowerCase());
function search(query, kind) {
  const {step, end} = automaton(query), counts = totals[kind], known = new Map();
  const next = (state, shape, name) =>
    state === end ? end : step(shape === root ? state : step(state, "."), name);
  function count(shape, state) {
    if (state === end) return counts[shape];
    if (counts[shape] === 0) return 0;
    const key = shape * (end + 1) + state;
    let sum = known.get(key);
    if (sum !== undefined) return sum;
    sum = 0;
    for (let i = 1; i < shapes[shape].length; ++i) {
      const child = shapes[shape][i];
      if (child.length === 2) sum += count(child[1], next(state, shape, low[child[0]]));
      else for (let n = child[0]; n <= child[1]; ++n)
        sum += count(child[2], next(state, shape, String(n)));
    }
    known.set(key, sum);
    return sum;
  }
  function first(most) {
    const found = [], open = [[root, 0, null]];
    while (open.length && found.length < most) {
      const [shape, state, path] = open.pop();
      const own = shapes[shape][0];
      if (state === end && counts_as[kind](own)) found.push([path === null ? "(root)" : path, own]);
      for (let i = shapes[shape].length - 1; i > 0; --i) {
        const child = shapes[shape][i];
        const visit = (name, text) => {
          const after = next(state, shape, text);
          if (count(below(child), after) > 0) open.push([below(child), after, join(path, name)]);
        };
        if (child.length === 2) visit(names[child[0]], low[child[0]]);
        else for (let n = child[1]; n >= child[0]; --n) visit(String(n), String(n));
      }
    }
    return found;
  }
  return {count: count(root, 0), first};
}
function update(most) {
  const query = get("query").value.trim(), kind = get("kind").value;
  const results = get("results"), lines = document.createDocumentFragment();
  results.textContent = "";
  if (query === "" && kind === "all") { get("status").textContent = ""; return; }
  let found;
  try { found = search(query, kind); } catch (error) {
    get("status").textContent = "The tree is too deep to be searched.";
    return;
  }
  get("status").textContent = text_of(found.count) + (found.count === 1 ? " module" : " modules") +
    (found.count > most ? "; the first " + text_of(most) + " are listed" : "");
  for (const [path, own] of found.first(most)) {
    const line = make("li", tone(own)), button = make("button");
    const at = query === "" ? -1 : path.toLowerCase().indexOf(query.toLowerCase());
    button.type = "button";
    show_name(button, path, path, own, tone(own) || at < 0 ? null : [at, at + query.length]);
    button.onclick = () => reveal(path);
    line.append(button);
    show_state(line, own);
    lines.append(line);
  }
  if (found.count > most) {
    const line = make("li"), more = make("button", "", "show " + CHUNK + " more");
    more.type = "button";
    more.onclick = () => update(most + CHUNK);
    line.append(more);
    lines.append(line);
  }
  results.append(lines);
}
get("query").addEventListener("input", () => update(CHUNK));
get("kind").addEventListener("change", () => update(CHUNK));
get("find").addEventListener("submit", (event) => event.preventDefault());
})();
)JS";

}  // namespace overmatch::report
