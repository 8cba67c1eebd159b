namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hawk, a bewit in the query: a link that lets anyone who has it read for a while. GET and HEAD only.</summary>
    public static SignatureScheme HawkBewit => field ??= SignatureScheme.Compile(new()
    {
        Name = "hawk-bewit",
        Message = "hawk.1.bewit\n{expires}\n\n{method:reading}\n{target:unsigned}\n{host:lower}\n{port}\n\n{ext}\n",
        Query = { ["bewit"] = HeaderFormat.Text("{keyid}\\{expires}\\{signature:base64}\\{ext}").InBase64Url() },
        Values = { ["ext"] = SchemeValue.Carried("") },
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromDays(36_500)),
        Documentation = new("https://github.com/mozilla/hawk/blob/main/API.md"),
    });
}
