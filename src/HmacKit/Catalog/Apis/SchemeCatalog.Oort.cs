namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OORT Datahub plugin API: the query as sorted JSON, the body, the time.</summary>
    /// <remarks>
    /// <para>The JSON is what Python's <c>json.dumps</c> writes: everything outside ASCII escaped in lower-case hex, <c>/</c>
    /// as it is, names sorted by code point. All values are strings: a client that signs <c>{"page":2}</c> with a number is
    /// refused, since a URL doesn't say which it was. A definition of your own takes numbers and the like where
    /// <c>JsonQueryParameters</c> says so.</para>
    /// <para>A name that occurs twice is refused, since a JSON object can't hold both.</para>
    /// <para>A request without a query signs the body and the time only; a bare <c>?</c> is the same.</para>
    /// </remarks>
    public static SignatureScheme Oort => field ??= SignatureScheme.Compile(new()
    {
        Name = "oort",
        Message = "{query:sorted-json}{body}{timestamp}",
        Headers =
        {
            ["D-API-KEY"] = HeaderFormat.Text("{keyid}"),
            ["D-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["D-SIGNATURE"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        AmbiguousBecause = "the vendor joins query, body and time without a delimiter: what is moved from one to the other keeps the signature.",
    });
}
