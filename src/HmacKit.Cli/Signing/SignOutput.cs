namespace HmacKit.Cli;

/// <summary>How a signed request is printed.</summary>
internal enum SignOutput
{
    /// <summary>The headers that sign it, a line each.</summary>
    Headers,

    /// <summary>A command that sends it.</summary>
    Curl,

    /// <summary>The raw request, which <c>hmackit verify</c> reads.</summary>
    Http,

    /// <summary>The headers as JSON on one line.</summary>
    Json,
}
