namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Transloadit assemblies.</summary>
    public static SignatureScheme Transloadit => field ??= SignatureScheme.Compile(new()
    {
        Name = "transloadit",
        Message = "{form:params}",
        Form = { ["signature"] = HeaderFormat.Text("sha384:{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha384,
        Documentation = new("https://transloadit.com/docs/topics/signature-authentication/"),
    });
}
