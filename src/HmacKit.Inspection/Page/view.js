"use strict";

// What is shown came from strangers: it is only ever set as text, never as markup.
const view = (() => {
  const unseen = /[·␀-␟␡]|<U\+[0-9A-F]+>|<0x[0-9A-F]{2}>/g;
  const masked = /‹secret [0-9a-f]{16} \d+›/g;
  const mostColoured = 12000;

  function el(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  }

  const shown = text => String(text).replace(masked, "‹secret›");

  // Text in which what can't be seen otherwise stands out.
  function visible(text) {
    const parts = document.createDocumentFragment();
    const plain = shown(text);
    if (plain.length > mostColoured) {
      parts.append(plain);
      return parts;
    }
    let from = 0;
    for (const match of plain.matchAll(unseen)) {
      parts.append(plain.slice(from, match.index), el("i", "", match[0]));
      from = match.index + match[0].length;
    }
    parts.append(plain.slice(from));
    return parts;
  }

  function time(text) {
    const date = new Date(text);
    const element = el("time", "", date.toLocaleTimeString([], { hour12: false }));
    element.dateTime = text;
    element.title = date.toISOString();
    return element;
  }

  const duration = ms => ms < 1 ? "<1 ms" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
  const bytes = n => n === 1 ? "1 byte" : `${n.toLocaleString("en")} bytes`;
  const words = name => name.replaceAll("_", " ");

  function answerText(summary) {
    return summary.answer ? `${summary.answer} · ${duration(summary.milliseconds)}` : "no answer";
  }

  function row(summary, isSelected) {
    const what = el("div", "what", el("b", "", summary.method), shown(summary.target));
    const verdict = el("div", `verdict ${summary.isValid ? "good" : "bad"}`, words(summary.status));
    if (summary.cause) verdict.append(el("span", "soft", ` · ${words(summary.cause)}`));
    if (summary.kind !== "received") verdict.append(el("span", "soft", ` · ${summary.kind}`));
    const element = el("div", isSelected ? "row selected" : "row", what, time(summary.time), verdict, el("div", "answer", answerText(summary)));
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", String(isSelected));
    return element;
  }

  function part(title, note, ...children) {
    const heading = el("h3", "", title, note ? el("small", "", note) : null);
    return el("section", "part", heading, ...children);
  }

  function difference(finding) {
    if (finding.differenceOffset === undefined) return null;
    const expected = finding.differenceExpected ?? "", signed = finding.differenceSigned ?? "";
    let same = 0;
    while (same < expected.length && same < signed.length && expected[same] === signed[same]) same++;
    const line = text => el("dd", "", text.slice(0, same), text.length > same ? el("mark", "", text.slice(same)) : el("span", "soft", "nothing more"));
    return el("dl", "difference",
      el("dt", "", "came"), line(shown(expected)),
      el("dt", "", "was signed"), line(shown(signed)),
      el("dt", "", ""), el("dd", "soft", `first difference at byte ${finding.differenceOffset} of the message`));
  }

  function verdict(request) {
    const finding = request.finding;
    const title = finding.isHandshake ? "handshake" : words(finding.status);
    const box = el("div", `verdict-box ${request.summary.isValid ? "is-good" : "is-bad"}`, el("h2", "", title));
    request.meanings.forEach(meaning => box.append(el("p", "meaning", meaning)));
    const names = [...finding.causes.map(name => ["proven", name]), ...finding.hints.map(name => ["hint, not proven", name])];
    if (names.length) box.append(el("p", "causes", ...names.flatMap(([kind, name]) => [kind, el("code", "cause", name)])));
    if (finding.advice) box.append(el("p", "advice", shown(finding.advice)));
    const between = difference(finding);
    if (between) box.append(between);
    const facts = [
      finding.matchedSecret && `signed with ${finding.matchedSecret}`,
      finding.keyId && `key ${shown(finding.keyId)}`,
      finding.budget && `budget ${finding.budget}`,
      finding.milliseconds && `verified in ${duration(finding.milliseconds)}`,
    ].filter(Boolean);
    if (facts.length) box.append(el("p", "facts", ...facts.map(fact => el("span", "", fact))));
    return box;
  }

  function message(request) {
    if (request.finding.messageHiddenBecause) return part("Signed message", "", el("p", "soft", request.finding.messageHiddenBecause));
    if (!request.message) return null;
    const pre = el("pre", "message");
    const mark = request.messageMark;
    if (mark === undefined) {
      pre.append(visible(request.message));
    } else {
      const end = request.message.slice(mark).search(/\n|$/);
      const there = request.message.slice(mark, mark + Math.max(1, Math.min(end, 24)));
      pre.append(visible(request.message.slice(0, mark)), el("mark", "", there || "∎"), visible(request.message.slice(mark + there.length)));
    }
    return part("Signed message", `what the verifier expects to be signed, ${bytes(request.messageLength)}`, pre);
  }

  function body(title, note, content) {
    if (!content.length) return part(title, note || "empty");
    const pre = el("pre", "body");
    const section = part(title, [note, bytes(content.length), content.isCut ? "only the beginning is shown" : ""].filter(Boolean).join(", "), pre);
    const show = isPretty => {
      pre.replaceChildren(isPretty ? shown(content.pretty) : visible(content.raw));
      section.querySelectorAll(".tabs button").forEach((button, i) => button.setAttribute("aria-pressed", String((i === 0) === isPretty)));
    };
    if (content.pretty) {
      const tabs = el("span", "tabs", el("button", "pretty", "pretty"), el("button", "raw", "raw"));
      tabs.children[0].onclick = () => show(true);
      tabs.children[1].onclick = () => show(false);
      section.firstChild.append(tabs);
    }
    show(Boolean(content.pretty));
    return section;
  }

  function headers(title, lines) {
    const table = el("table");
    for (const line of lines) {
      const tr = table.insertRow();
      tr.append(el("td", "", line.name), el("td", "", visibleHeader(line.value)));
    }
    return part(title, lines.length ? "" : "none", lines.length ? table : null);
  }

  // A blank within a value is no riddle; at its ends, or another character that can't be seen, it is.
  function visibleHeader(text) {
    return shown(text).replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, c => `<U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);
  }

  function answer(request, about) {
    const came = request.answer;
    if (!came.forwardedTo) return part("Answer", `${came.status}, by ${about.receives ? "the inspector itself" : `the application in ${duration(came.milliseconds)}`}`, ...(request.answerBody.length ? [el("pre", "", visible(request.answerBody.raw))] : []));
    const sections = el("div", "forwarded");
    const note = came.error ? `no answer from ${shown(came.forwardedTo)} after ${duration(came.milliseconds)}` : `${came.status} from ${shown(came.forwardedTo)} in ${duration(came.milliseconds)}`;
    sections.append(part("Forwarded", note, came.error ? el("p", "bad", shown(came.error)) : null));
    if (!came.error) sections.append(headers("Answer's headers", came.headers), body("Answer's body", "", request.answerBody));
    return sections;
  }

  function detail(request, about, actions) {
    const button = (text, action, key, isOn = true) => {
      const element = el("button", "", text);
      element.onclick = action;
      element.disabled = !isOn;
      if (key) element.title = `${text} (${key})`;
      return element;
    };
    const back = el("button", "back", "← All requests");
    back.onclick = actions.back;
    const facts = el("p", "facts", el("span", "", `#${request.summary.id}`), el("span", "", request.finding.scheme), el("span", "", time(request.summary.time)), el("span", "", request.summary.kind + (request.from ? ` of #${request.from}` : "")));
    const buttons = el("div", "buttons");
    if (about.canSend) buttons.append(button("Replay", actions.replay, "r"));
    if (about.canSend && about.canSign) buttons.append(button("Replay, signed anew", actions.replaySigned, "s"));
    if (about.canSend) buttons.append(button("Edit…", actions.edit, "e", !request.isBodyCut && !request.body.isCut));
    buttons.append(button("Copy curl", () => actions.copy("curl")), button("Save .http", actions.save), button("Copy vector", () => actions.copy("vector")));
    const fragment = document.createDocumentFragment();
    fragment.append(back, el("h2", "title", el("b", "", request.method), shown(request.target)), facts, buttons, verdict(request));
    for (const section of [message(request), headers("Headers", request.headers), body("Body", request.isBodyCut ? "over the limit" : "", request.body), answer(request, about)]) {
      if (section) fragment.append(section);
    }
    return fragment;
  }

  function empty(about) {
    const box = el("div", "empty", el("h2", "", "Waiting for the first request"));
    if (about.receives) {
      box.append(el("p", "", `Send requests of ${about.scheme} to ${about.receives}, or let hmackit make one up:`),
        el("pre", "", `hmackit send --scheme ${about.scheme} --secret-env S ${about.receives}`));
    } else {
      box.append(el("p", "", "Each request that is verified from now on is shown here."));
    }
    return box;
  }

  return { el, row, detail, empty, words };
})();
