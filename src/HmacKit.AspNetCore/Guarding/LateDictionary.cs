using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace HmacKit.AspNetCore;

/// <summary>A dictionary that is made when somebody writes to it. Nearly nobody does to those of a request's authentication, and there are two of them.</summary>
internal sealed class LateDictionary<TValue> : IDictionary<string, TValue>
{
    private static readonly Dictionary<string, TValue> Empty = [];

    private Dictionary<string, TValue>? _written;

    public int Count => Read.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => Read.Keys;

    public ICollection<TValue> Values => Read.Values;

    private Dictionary<string, TValue> Read => _written ?? Empty;

    private Dictionary<string, TValue> Written => _written ??= new(StringComparer.Ordinal);

    public TValue this[string key]
    {
        get => Read[key];
        set => Written[key] = value;
    }

    public void Add(string key, TValue value) => Written.Add(key, value);

    public void Add(KeyValuePair<string, TValue> item) => Written.Add(item.Key, item.Value);

    public bool Remove(string key) => Written.Remove(key);

    public bool Remove(KeyValuePair<string, TValue> item) => ((ICollection<KeyValuePair<string, TValue>>)Written).Remove(item);

    public void Clear() => _written = null;

    public bool Contains(KeyValuePair<string, TValue> item) => Read.Contains(item);

    public bool ContainsKey(string key) => Read.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value) => Read.TryGetValue(key, out value);

    public void CopyTo(KeyValuePair<string, TValue>[] array, int arrayIndex) => ((ICollection<KeyValuePair<string, TValue>>)Read).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, TValue>> GetEnumerator() => Read.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
