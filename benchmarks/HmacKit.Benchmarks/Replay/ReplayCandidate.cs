namespace HmacKit.Benchmarks;

/// <summary>A memory of nonces under steady traffic: so many are live at a time, and as many expire as come.</summary>
internal abstract class ReplayCandidate(int live)
{
    /// <summary>How long a nonce lives.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly string[] Names = ["store", "dictionary", "cache"];

    protected SimulatedClock Clock { get; } = new();

    /// <summary>False for the driver alone and for the floor, which remember nothing.</summary>
    public virtual bool RefusesReplays => true;

    public static ReplayCandidate Create(string name, int live) => name switch
    {
        "store" => new StoreCandidate(live),
        "dictionary" => new DictionaryCandidate(live),
        "cache" => new CacheCandidate(live),
        "driver" => new DriverCandidate(live),
        "floor" => new FloorCandidate(live),
        _ => throw new ArgumentException($"No candidate is named '{name}'.", nameof(name)),
    };

    /// <summary>The nonce of a number: 36 characters, such as most APIs use.</summary>
    public static string Nonce(long number)
    {
        ulong high = Mix((ulong)number);
        Span<ulong> bits = [high, Mix(high ^ 0x9E3779B97F4A7C15)];
        return new Guid(System.Runtime.InteropServices.MemoryMarshal.AsBytes(bits)).ToString();
    }

    /// <summary>When the request of a number is signed.</summary>
    public DateTimeOffset SignedAt(long number) => Start.AddTicks((long)((double)Window.Ticks / live * number));

    /// <summary>Moves the clock to the request of a number.</summary>
    public void MoveTo(long number) => Clock.Set(SignedAt(number));

    /// <summary>Adds the nonce; false if it is there already.</summary>
    public abstract bool TryAdd(string nonce, DateTimeOffset signedAt);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>What the driver costs by itself.</summary>
    private sealed class DriverCandidate(int live) : ReplayCandidate(live)
    {
        public override bool RefusesReplays => false;

        public override bool TryAdd(string nonce, DateTimeOffset signedAt) => Clock.GetUtcNow() <= signedAt + Window && nonce.Length > 0;
    }
}
