namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>DiscourseConnect single sign-on: the decoded <c>sso</c> parameter.</summary>
    /// <remarks>The nonce is inside the payload; the application has to check that it gave it out and takes it once.</remarks>
    public static SignatureScheme DiscourseConnect => field ??= SignatureScheme.Compile(new()
    {
        Name = "discourse-connect",
        Message = "{query:sso}",
        Query = { ["sig"] = HeaderFormat.Text("{signature:hex}") },
        Documentation = new("https://meta.discourse.org/t/setup-discourseconnect-official-single-sign-on-for-discourse-sso/13045"),
    });
}
