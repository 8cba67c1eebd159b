namespace HmacKit;

/// <summary>When a signature ends, where the request says so itself in <c>{expires}</c>: presigned URLs and tokens.</summary>
public sealed class ExpiryRule
{
    /// <summary>The default of <see cref="MaxLife"/>: 7 days.</summary>
    public static readonly TimeSpan DefaultMaxLife = TimeSpan.FromDays(7);

    private ExpiryRule(TimestampFormat? format, TimeSpan? life, TimeSpan? maxLife)
    {
        Format = format;
        Life = life ?? TimeSpan.FromMinutes(5);
        MaxLife = maxLife ?? DefaultMaxLife;
    }

    /// <summary>How the end is written; null if it is a number of seconds after the signing time.</summary>
    public TimestampFormat? Format { get; }

    /// <summary>How long a signer lets a signature last, where it isn't told.</summary>
    public TimeSpan Life { get; }

    /// <summary>The longest that a signature may still last when it comes; one that ends later is refused as malformed.</summary>
    public TimeSpan MaxLife { get; }

    /// <summary>A signature that ends at a time.</summary>
    /// <param name="format">How the time is written.</param>
    /// <param name="life">How long a signer lets it last, where it isn't told; 5 minutes by default.</param>
    /// <param name="maxLife">The longest that it may still last when it comes; 7 days by default.</param>
    public static ExpiryRule At(TimestampFormat format, TimeSpan? life = null, TimeSpan? maxLife = null) => new(format, life, maxLife);

    /// <summary>A signature that ends a number of whole seconds after <c>{timestamp}</c>. It takes the place of the greatest age.</summary>
    /// <inheritdoc cref="At"/>
    public static ExpiryRule AfterSigning(TimeSpan? life = null, TimeSpan? maxLife = null) => new(null, life, maxLife);

    internal bool IsValid => Life > TimeSpan.Zero && MaxLife >= Life && (Format is null || Enum.IsDefined(Format.Value));

    /// <summary>The end in Unix milliseconds; false if it can't be read.</summary>
    internal bool TryRead(ReadOnlySpan<char> text, long signed, out long end)
    {
        if (Format is { } format)
        {
            return TimestampText.TryParse(format, text, out end);
        }

        bool isRead = TimestampText.TryParse(TimestampFormat.UnixSeconds, text, out long life);
        end = Math.Min(signed + life, TimestampText.MaxUnixMilliseconds);
        return isRead;
    }

    /// <summary>The text of an end.</summary>
    internal string Write(long end, long signed)
    {
        Span<byte> text = stackalloc byte[TimestampText.MaxLength];
        int length = Format is { } format
            ? TimestampText.Format(format, end, text)
            : TimestampText.Format(TimestampFormat.UnixSeconds, end - signed, text);
        return System.Text.Encoding.ASCII.GetString(text[..length]);
    }
}
