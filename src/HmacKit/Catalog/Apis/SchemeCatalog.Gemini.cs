namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Gemini API.</summary>
    public static SignatureScheme Gemini => field ??= SignatureScheme.Compile(new()
    {
        Name = "gemini",
        Message = "{payload}",
        Headers =
        {
            ["X-GEMINI-APIKEY"] = HeaderFormat.Text("{keyid}"),
            ["X-GEMINI-PAYLOAD"] = HeaderFormat.Text("{payload}"),
            ["X-GEMINI-SIGNATURE"] = HeaderFormat.Text("{signature:hex}"),
        },
        Values = { ["payload"] = SchemeValue.Carried() },
        Algorithm = HmacAlgorithm.Sha384,
        Documentation = new("https://docs.gemini.com/rest-api/#private-api-invocation"),
    });
}
