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
}
