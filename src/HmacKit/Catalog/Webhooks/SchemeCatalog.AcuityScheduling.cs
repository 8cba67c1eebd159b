namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Acuity Scheduling webhooks: a form, signed under the API key.</summary>
    /// <remarks>The body is a form (<c>action</c>, <c>id</c>, <c>calendarID</c>), and it is signed as it came: verify the raw bytes.</remarks>
    public static SignatureScheme AcuityScheduling => field ??= SignatureScheme.Compile(new()
    {
        Name = "acuity-scheduling",
        Message = "{body}",
        Headers = { ["X-Acuity-Signature"] = HeaderFormat.Text("{signature:base64}") },
        Documentation = new("https://developers.acuityscheduling.com/docs/webhooks"),
    });
}
