namespace HmacKit;

/// <summary>How a signing time is written on the wire.</summary>
public enum TimestampFormat
{
    /// <summary>Whole seconds since 1970-01-01T00:00:00Z: 1 to 19 digits, no sign, no leading zero. Example: <c>1766000000</c>.</summary>
    UnixSeconds,

    /// <summary>Whole milliseconds since 1970-01-01T00:00:00Z, written like <see cref="UnixSeconds"/>. Example: <c>1766000000123</c>.</summary>
    UnixMilliseconds,

    /// <summary>
    /// RFC 3339 date and time with an optional fraction of up to nine digits and an offset.
    /// Examples: <c>2025-12-17T19:33:20Z</c>, <c>2025-12-17T20:33:20.123456789+01:00</c>. Written in UTC with milliseconds.
    /// </summary>
    Rfc3339,

    /// <summary>HTTP date (RFC 9110 section 5.6.7, the fixed form). Example: <c>Wed, 17 Dec 2025 19:33:20 GMT</c>.</summary>
    HttpDate,

    /// <summary>Seconds since 1970-01-01T00:00:00Z with an optional fraction of one to nine digits. Example: <c>1766000000.123</c>. Written with milliseconds.</summary>
    UnixSecondsWithFraction,

    /// <summary>Read like <see cref="Rfc3339"/>, written in UTC without a fraction. Example: <c>2025-12-17T19:33:20Z</c>.</summary>
    Rfc3339Seconds,

    /// <summary>Date and time in UTC without an offset (ISO 8601). Example: <c>2025-12-17T19:33:20</c>.</summary>
    IsoWithoutOffset,

    /// <summary>ISO 8601 in its basic form, in UTC. Example: <c>20251217T193320Z</c>.</summary>
    IsoBasic,

    /// <summary>ISO 8601 with a basic date, an extended time and the offset of UTC. Example: <c>20251217T19:33:20+0000</c>.</summary>
    IsoCompact,

    /// <summary>RFC 5322 date and time with a numeric offset. Example: <c>Wed, 17 Dec 2025 19:33:20 +0000</c>; <c>-0000</c> and <c>GMT</c> are read too.</summary>
    Rfc5322,

    /// <summary>Date and time in UTC without an offset, with an optional fraction of up to nine digits. Example: <c>2025-12-17T19:33:20.123456</c>. Written with milliseconds.</summary>
    IsoWithoutOffsetFraction,
}
