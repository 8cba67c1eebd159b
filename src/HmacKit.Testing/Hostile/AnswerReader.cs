using System.Globalization;
using System.Text;

namespace HmacKit.Testing;

/// <summary>An HTTP/1.1 answer from the bytes of a connection that was closed behind it.</summary>
internal static class AnswerReader
{
    public static Answer Read(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        while (true)
        {
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                return Answer.None(text.Length == 0 ? "the connection was closed" : "not an HTTP answer");
            }

            string[] head = text[..end].Split("\r\n");
            text = text[(end + 4)..];
            string[] status = head[0].Split(' ');
            if (!head[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || status.Length < 2
                || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            {
                return Answer.None("not an HTTP answer");
            }

            if (code >= 200)
            {
                string body = Header(head, "Transfer-Encoding").Contains("chunked", StringComparison.OrdinalIgnoreCase) ? Joined(text) : text;
                return new Answer(code, Header(head, "Content-Type").Split(';')[0].Trim(), body.Length > Answer.MaxBody ? body[..Answer.MaxBody] : body);
            }
        }
    }

    private static string Header(string[] head, string name) =>
        head.Skip(1).FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..] ?? "";

    // The sizes count bytes; for text outside ASCII the pieces are cut elsewhere, alike for alike answers.
    private static string Joined(string chunks)
    {
        var body = new StringBuilder();
        while (chunks.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and int end
            && int.TryParse(chunks.AsSpan(0, end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int size)
            && size > 0)
        {
            int from = end + 2;
            int to = Math.Min(from + size, chunks.Length);
            body.Append(chunks, from, to - from);
            chunks = chunks[Math.Min(to + 2, chunks.Length)..];
        }

        return body.ToString();
    }
}
