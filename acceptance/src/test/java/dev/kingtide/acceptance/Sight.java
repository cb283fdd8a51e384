package dev.kingtide.acceptance;

/// What the tests ask a page, in its own language; each is a function that a page evaluates.
final class Sight {

    private Sight() {}

    /// How many pixels of a chart's canvas have the colour of a style variable, or nearly.
    static final String PIXELS =
            """
            ([id, colour]) => {
              const canvas = document.querySelector('#chart-' + id + ' .box canvas');
              const probe = document.createElement('i');
              probe.style.color = `var(--${colour})`;
              document.body.append(probe);
              const want = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
              probe.remove();
              const copy = new OffscreenCanvas(canvas.width, canvas.height);
              const context = copy.getContext('2d', {willReadFrequently: true});
              context.drawImage(canvas, 0, 0);
              const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
              let count = 0;
              for (let i = 0; i < data.length; i += 4) {
                const far = Math.abs(data[i] - want[0]) + Math.abs(data[i + 1] - want[1]) +
                    Math.abs(data[i + 2] - want[2]);
                if (far < 24 && data[i + 3] > 200) count++;
              }
              return count;
            }
            """;

    /// What is cut off at an edge, or wider inside than outside.
    static final String CUT_OFF =
            """
            () => {
              const bad = [];
              const page = document.documentElement;
              if (page.scrollWidth > page.clientWidth) bad.push('the page is ' + page.scrollWidth);
              for (const each of document.querySelectorAll('body *')) {
                if (each.closest('svg, .unseen, .skip, .u-over, .u-under, noscript')) continue;
                const head = each.closest('thead'); // where rows are cards, only heard
                if (head && getComputedStyle(head).position === 'absolute') continue;
                const box = each.getBoundingClientRect();
                if (!box.width || !box.height || !each.checkVisibility()) continue;
                const name = each.tagName + '.' + each.className + ' ' +
                    each.textContent.slice(0, 40);
                if (box.left < -0.5 || box.right > page.clientWidth + 0.5) {
                  bad.push('outside: ' + name);
                }
                const wraps = getComputedStyle(each).display !== 'inline';
                if (wraps && each.scrollWidth > each.clientWidth + 1 && each.clientWidth
                    && !each.closest('.plot, table.events')) {
                  bad.push('wider inside: ' + name);
                }
              }
              return bad.slice(0, 10);
            }
            """;

    /// Pairs of texts of which one lies over the other.
    static final String OVERLAPS =
            """
            () => {
              const texts = [];
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const owner = node.parentElement;
                if (!node.data.trim() || !owner.checkVisibility()) continue;
                if (owner.closest('.unseen, .skip, .tools, script, noscript')) continue;
                const head = owner.closest('thead');
                if (head && getComputedStyle(head).position === 'absolute') continue;
                const range = document.createRange();
                range.selectNodeContents(node);
                for (const box of range.getClientRects()) {
                  if (box.width > 1) texts.push({box, text: node.data.trim().slice(0, 30)});
                }
              }
              const bad = [];
              texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
                const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
                const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
                if (wide > 1.5 && high > 4) bad.push(a.text + ' / ' + b.text);
              }));
              return bad.slice(0, 10);
            }
            """;

    /// Texts whose colour is too close to what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1), and
    /// colours of charts too close to the page (1.4.11: 3 to 1).
    static final String FAINT =
            """
            () => {
              const numbers = text => text.match(/[\\d.]+/g).map(Number);
              const light = colour => {
                const [r, g, b] = numbers(colour).map(v => v / 255)
                    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const contrast = (a, b) => {
                const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
                return (x + 0.05) / (y + 0.05);
              };
              const behind = each => {
                for (let at = each; at; at = at.parentElement) {
                  const colour = getComputedStyle(at).backgroundColor;
                  const [, , , alpha = 1] = numbers(colour);
                  if (alpha > 0.9) return colour;
                }
                return 'rgb(255, 255, 255)';
              };
              const bad = [];
              for (const each of document.querySelectorAll('body *')) {
                const own = [...each.childNodes].some(n => n.nodeType === 3 && n.data.trim());
                if (!own || !each.checkVisibility() || each.closest('svg, script, :disabled')) {
                  continue;
                }
                const ratio = contrast(getComputedStyle(each).color, behind(each));
                if (ratio < 4.5) bad.push(each.textContent.slice(0, 30) + ' ' + ratio.toFixed(2));
              }
              for (const each of document.querySelectorAll('.swatch *, svg.bar rect:last-child')) {
                const css = getComputedStyle(each);
                const colour = each.tagName === 'line' ? css.stroke : css.fill;
                const ratio = contrast(colour, behind(each.closest('svg').parentElement));
                if (ratio < 3) bad.push('chart colour ' + colour + ' ' + ratio.toFixed(2));
              }
              return bad.slice(0, 10);
            }
            """;
}
