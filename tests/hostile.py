"""Five hundred texts that break what was not built with care, by families, and bytes that are no text at all."""

from itertools import chain

BIDI_AND_UNSEEN = [
    0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
    *range(0x2060, 0x2070), 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC), 0xE0001, 0xE0020,
]  # fmt: skip
BLANKS = [0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
NO_CHARACTERS = [0xFDD0, 0xFDEF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x1FFFF, 0x10FFFF, 0xE000, 0xF8FF, 0xF0000]

FAMILIES: dict[str, list[str]] = {
    "control characters": ["\x00", *(f"a{chr(code)}b" for code in chain(range(0x20), range(0x7F, 0xA0)))],
    "half characters": ["\ud800", "ok \udfff end", "\udc00\ud800", "\udbff" * 50, "\ud83d", "x\ude00"],
    "unseen and turning": ["\u202egnirts desrever\u202c", *(f"pay{chr(code)}pal" for code in BIDI_AND_UNSEEN)],
    "blanks": ["   ", "\t\n\v\f", "\r\n", "\u200b\u200b", *(chr(code) * 3 for code in BLANKS)],
    "no characters": [f"a{chr(code)}b" for code in NO_CHARACTERS],
    "marks": [
        "\u0301", "a\u0301\u0300\u0302" * 50, "e" + "\u0301" * 500, "\u20dd1", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
        "ก็" * 60, "ཨོཾ", "\u0345\u0301x",
    ],
    "look-alikes": [
        "Wаypoint", "Ꮃaypoint", "Ｗａｙｐｏｉｎｔ", "𝖶𝖺𝗒𝗉𝗈𝗂𝗇𝗍", "ⓌⒶⓎ", "Wαypoint", "paypaI", "аdmin",
        "ADMIN\u200d", "раураl.com", "ʟᴀᴛɪɴ", "１２３",
    ],
    "letters that change their number": [
        "İ", "ı", "ß", "ẞ", "ﬁ", "ﬃ", "ŉ", "ǰ", "ΐ", "ς", "Σ", "ﷺ", "㎏", "Ⅷ", "½", "ſ", "Ａ\ufb01\u0130",
        "é" * 200, "K", "Å",
    ],
    "scripts": [
        "مرحبا بالعالم", "שלום", "田中商店", "こんにちは", "한국어", "ไทย", "हिन्दी", "Ελλάδα", "Ўзбекистон",
        "አማርኛ", "𠜎𠜱𠝹",
    ],
    "emoji": ["😀👩‍👩‍👧‍👦🇫🇷", "👍🏿", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇫", "❤️‍🔥", "🧑🏾‍🤝‍🧑🏻" * 20, "☠️", "\u20e3", "🀄︎"],
    "formats": [
        "%s %d %(name)s %%", "%n%n%n%n", "%x%x%x%p", "%99999999s", "%", "%%", "%(", "{0}", "{name}", "{", "}",
        "{}{}", "{0.__class__}", "{:>99999999}", "$name",
    ],
    "templates": [
        "{{7*7}}", "{% load static %}{{ request.user.password }}", "{% debug %}", "{# gone #}", "{{", "%}",
        "{% include '/etc/passwd' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>",
        "*{7*7}", "@(7*7)", "{{constructor.constructor('alert(1)')()}}", "[[${7*7}]]", "{{''.__class__.__mro__}}",
        "{php}echo 1;{/php}",
    ],
    "SQL": [
        "' OR 1=1 --", "'; DROP TABLE customers_customer; --", '" OR ""="', "1; SELECT pg_sleep(9)",
        "' UNION SELECT NULL--", "1 OR 1=1", "admin'--", "'||pg_sleep(9)--",
        "') OR ('1'='1", "%' OR '1'='1", "_", "%", "\\'", "$$;SELECT 1;$$", "E'\\x27'", "1/**/OR/**/1",
        "'; COPY t TO PROGRAM 'id'--", "CHR(65)||CHR(66)", "0x31", "::int",
        "1e1'", "';--\x00", "\\", "\\\\'", "id; COMMIT", ") x; --", "*/", "/*", "@@version", "' AND 1=(SELECT 1)--",
    ],
    "HTML": [
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<!--", "]]>", "&lt;&amp;",
        "<svg/onload=alert(1)>", "</textarea><script>1</script>", "</title><b>", "<b>bold",
        "' onmouseover='alert(1)",
        '" autofocus onfocus="alert(1)', "<iframe src=//example.com>", "<a href=javascript:alert(1)>x",
        "<style>*{display:none}</style>", "<meta http-equiv=refresh content=0>", "&#x3c;script&#x3e;", "&nbsp",
        "&", "&#0;",
        "&#xD800;", "<![CDATA[x]]>", "<?xml version='1.0'?>", "<base href=//example.com>",
        "<form action=//example.com>", "</form></div></body>", "<input name=is_superuser value=1>", "<template>",
        "<math><mi//xlink:href=x>", "＜script＞",
        "<scr<script>ipt>", "<SCRIPT SRC=//example.com>", "<body onload=1>", "\x3csvg\x3e", "<plaintext>",
        "<noscript><p title='</noscript>'>", "hx-get='/logout'", "<div hx-on:click='1'>",
        "javascript:/*-/*`/*\\`/*'/*\"/**/(alert(1))//",
    ],
    "addresses of the web": [
        "javascript:alert(1)", "JaVaScRiPt:1", "data:text/html,<b>1", "vbscript:x", "file:///etc/passwd",
        "//example.com", "\\\\example.com\\x", "https:example.com", "http://[::1", "http://a b",
        "https://user:pass@example.com@x", "http://127.0.0.1:22/", "https://" + "a" * 300 + ".com",
        "http://ex\u00adample.com", "ftp://x", "https://例え.jp/?q=%ff", "http://0x7f.1",
        "https://example.com:99999",
    ],
    "XPath, LDAP and XML": [
        "' or '1'='1", "x']|//*|x['", "count(//*)", "*)(uid=*))(|(uid=*", "*", "(&(a=b))", "\\2a", "cn=x,dc=y",
        '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
        "<x xmlns:xi='x'><xi:include href='/etc/passwd'/></x>", "<!--#exec cmd='id'-->",
        '{"$gt": ""}', "'; return true; var x='", "__proto__", "constructor",
    ],
    "shell and paths": [
        "; id", "| id", "`id`", "$(id)", "&& id", "\nid", "|| sleep 9", "> /tmp/x", "../../etc/passwd",
        "..\\..\\windows\\win.ini", "/etc/passwd\x00.png", "%2e%2e%2f", "....//", "CON", "NUL", "aux.txt", "file.",
        "~root", "-rf", "--help", "${IFS}", "${jndi:ldap://localhost/a}", "$HOME",
    ],
    "headers": [
        "\r\nSet-Cookie: a=b", "a\nb", "a\rb", "x\r\n\r\n<b>", "%0d%0aX: y", "\u560d\u560a", "=?utf-8?b?AA==?=",
        "Bcc: x@example.com\n", "a@example.com\nBcc:b@example.com",
    ],
    "formulas": [
        "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd", "=1+1", "+1+1", "-1+1", "\t=1+1", "\r=1+1", "'=1+1", "''=1+1",
        '=HYPERLINK("http://example.com")', "=IMPORTXML(1)", "＝1+1", "|calc", "%0A=1", "=", "@", "'", "'t Hof",
    ],
    "separators": [
        ",", ";", '"', '""', '","', '";"', '\n"', "a,b;c\td|e", '"open', 'close"', '[{"a":1}]', '{"a":', "[]",
        "{}", '"\\u0000"', "\\u0000", "\\n", "\u2028", "a\x1eb", "sep=;", "[" * 5000, '{"a":' * 5000,
    ],
    "numbers": [
        "0", "-1", "1", "+1", "-0", "00", "1.0", "1.", ".1", "1,5", "1 000", "1e9", "1e309", "-1e309", "1e-400",
        "NaN", "-nan", "sNaN", "Infinity", "-inf", "0x1F", "0b1", "1_000", "٣", "１", "²", "½", "32768",
        "2147483647", "2147483648", "-2147483649", "1000000000",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "99999999999999999999", "9" * 400,
        "9" * 5000, "0." + "0" * 500 + "1", "90.0000001", "-180.5", "1--1", "1/0", "True",
    ],
    "dates and times": [
        "2024-02-30", "2023-02-29", "2024-02-29", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01",
        "-0001-01-01", "1900-01-01", "2026-13-01", "2026-00-10", "31/12/2026", "12/31/2026", "2026-3-5",
        "2026-10-25T02:30", "2026-03-29 02:30",
        "24:00", "23:59:60", "2026-W01-1", "2026-366", "1e10", "now", "today", "infinity", "epoch", "allballs",
        "2026-01-01T00:00:00+99:00", "2026-01-01Z", "२०२६-०१-०१", "20260101",
    ],
    "words with a meaning": [
        "null", "None", "undefined", "nil", "true", "false", "on", "all", "new", "edit", "NULL", "N/A", "-", "--",
        ".", "..", "/", "#", "?", "&", "=",
    ],
    "mail and telephone": [
        "a@b", "@", "a@", "@b.com", "a@@b.com", "a b@c.com", '"a b"@c.com', "a@[127.0.0.1]", "a@例え.jp",
        "é@example.com", "a" * 65 + "@example.com", "a@" + "b" * 250 + ".com", "a@example.com,b@example.com",
        "<a@example.com>", "+33 1 42 68 53 00", "+", "++33", "00", "112", "+999123456789", "1-800-FLOWERS",
        "+33142685300;ext=7", "tel:+331", "☎ 01", "1" * 60,
    ],
    "patterns": [
        "(a+)+$", "a" * 5000 + "!", "((((((((((((((((", ".*", "[", "\\d", "^", "(?i)x", "\\1", "(?P<x>",
        "x{99999}", "a" * 30 + "\x00",
    ],
    "lengths": [
        "x" * 1_000_000, "x" * 199, "x" * 200, "x" * 201, "x" * 255, "x" * 256, "x" * 65_536, "😀" * 200,
        "😀" * 201, "ﷺ" * 200, " " * 10_000, "a " * 10_000, "\n" * 10_000, "ß" * 200, "x" * 8_191, "İ" * 200,
    ],
}  # fmt: skip
HOSTILE = list(dict.fromkeys(chain.from_iterable(FAMILIES.values())))
# One or two of each family, for what is asked of every field
SAMPLE = [
    "\x00", "a\x00b", "a\x1bb", "\ud800", "\u202egnirts\u202c", "   ", "\t\n\v\f", "a\uffffb",
    "e" + "\u0301" * 500, "ﷺ" * 200, "{{7*7}}", "%s %d %(name)s %%", "' OR 1=1 --",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)", "\r\nSet-Cookie: a=b", "=1+1", '{"a":', "-1", "9223372036854775808", "1e309", "NaN",
    "9" * 5000, "2024-02-30", "10000-01-01", "null", "x" * 1_000_000,
]  # fmt: skip
# What a browser never sends: overlong, cut off, of another encoding. Django reads it as replacement characters
RAW = [
    b"\xc0\xaf", b"\xc0\x80", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x88\x80\x80\x80",
    b"\xfc\x84\x80\x80\x80\x80", b"\xff\xfe", b"\xfe\xff\x00a", b"\xe2\x82", b"a\x80b", b"caf\xe9",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
]  # fmt: skip
