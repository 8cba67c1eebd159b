namespace HmacKit.Tests.Diagnosis;

/// <summary>Numbers that look random and are the same in every run.</summary>
internal sealed class Dice(int seed)
{
    private ulong _state = ((ulong)seed * 0x9E3779B97F4A7C15) + 0x1234567;

    /// <summary>A number from zero to below <paramref name="limit"/>.</summary>
    public int Next(int limit)
    {
        // splitmix64
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)limit);
    }

    public T One<T>(params ReadOnlySpan<T> values) => values[Next(values.Length)];

    public byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)Next(256))];

    /// <summary>The last word that was thrown.</summary>
    public string Last { get; private set; } = "";

    public string Word(int length = 6) => Last = string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + Next(26))));
}
