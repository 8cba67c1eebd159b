using System.Collections;

namespace HmacKit;

/// <summary>The headers that sign a request, in the scheme's order.</summary>
public sealed class SignedHeaders : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, string>[] _headers;

    internal SignedHeaders(KeyValuePair<string, string>[] headers) => _headers = headers;

    /// <inheritdoc/>
    public int Count => _headers.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _headers[index];

    /// <summary>The value of a header; upper and lower case of its name are the same.</summary>
    /// <exception cref="KeyNotFoundException">The scheme has no such header.</exception>
    public string this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, string> header in _headers)
            {
                if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
                {
                    return header.Value;
                }
            }

            throw new KeyNotFoundException($"The scheme sets no header '{name}'; it sets {string.Join(", ", _headers.Select(static header => header.Key))}.");
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_headers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
