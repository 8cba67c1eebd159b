namespace HmacKit;

/// <summary>
/// Shared access signatures of Azure Storage: which fields are signed depends on the service, and on the version that the link says. The service is told by
/// the link too: <c>ss</c> and <c>srt</c> for an account, <c>tn</c> for a table, <c>sr</c> for a blob or file, and none of them for a queue.
/// </summary>
/// <param name="isWide">Whether the link is to more than one blob or file; each kind is refused where the other is expected.</param>
internal sealed class AzureSasCode(bool isWide) : SchemeCode
{
    private const string FirstVersion = "2015-04-05";

    private const string WrittenVersion = "2020-12-06";

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        ClaimOutcome signed = input.Find(CarrierKind.Query, "sig", out string signature);
        ClaimOutcome ends = input.Find(CarrierKind.Query, "se", out string end);
        if (signed != ClaimOutcome.Found || ends != ClaimOutcome.Found)
        {
            return signed == ClaimOutcome.Malformed || ends == ClaimOutcome.Malformed ? ClaimOutcome.Malformed : ClaimOutcome.Missing;
        }

        bool isRead = input.Find(CarrierKind.Query, "sv", out _) == ClaimOutcome.Found && IsOfThisKind(input.Request.Target)
            && claim.TrySet("expires", end) && claim.TrySetSignature(signature, TagEncoding.Base64);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        string target = input.Request.Target;
        if (!IsOfThisKind(target))
        {
            return false;
        }

        string account = input.GetValue("account").ToString();
        string path = Uri.UnescapeDataString(target.Split('?')[0]);
        string container = "/" + path.TrimStart('/').Split('/')[0];
        string version = Field(target, "sv");
        bool hasScope = string.CompareOrdinal(version, "2020-12-06") >= 0;
        bool hasResource = string.CompareOrdinal(version, "2018-11-09") >= 0;
        string resource = Field(target, "sr");
        string common = Fields(target, "si", "sip", "spr", "sv");
        string caching = Fields(target, "rscc", "rscd", "rsce", "rscl", "rsct");
        string permitted = Fields(target, "sp", "st", "se");
        string? message = resource switch
        {
            _ when AwsCanonical.HasParameter(target, "srt") =>
                $"{account}\n{Fields(target, "sp", "ss", "srt", "st", "se", "sip", "spr", "sv")}\n{(hasScope ? $"{Field(target, "ses")}\n" : "")}",
            _ when AwsCanonical.HasParameter(target, "tn") =>
                $"{permitted}\n/table/{account}/{Field(target, "tn").ToLowerInvariant()}\n{common}\n{Fields(target, "spk", "srk", "epk", "erk")}",
            "b" or "bv" or "bs" or "c" =>
                $"{permitted}\n/blob/{account}{(resource == "c" ? container : path)}\n{common}\n"
                + $"{(hasResource ? $"{Fields(target, "sr", "snapshot")}\n" : "")}{(hasScope ? $"{Field(target, "ses")}\n" : "")}{caching}",
            "f" or "s" => $"{permitted}\n/file/{account}{(resource == "s" ? container : path)}\n{common}\n{caching}",
            "" => $"{permitted}\n/queue/{account}{container}\n{common}",
            _ => null,
        };
        return message is not null && writer.TryWriteUtf8(message);
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        if (signatures.Count > 0)
        {
            draft.Set(CarrierKind.Query, "sig", signatures.ToText(0, TagEncoding.Base64));
            return;
        }

        if (!AwsCanonical.HasParameter(draft.Target, "sv"))
        {
            draft.Set(CarrierKind.Query, "sv", WrittenVersion);
        }

        draft.Set(CarrierKind.Query, "se", input.Expires.ToString());
    }

    private bool IsOfThisKind(string target)
    {
        bool isOne = !AwsCanonical.HasParameter(target, "srt") && !AwsCanonical.HasParameter(target, "tn") && Field(target, "sr") is "b" or "bv" or "bs" or "f";
        string version = Field(target, "sv");
        return isOne != isWide && version.Length == FirstVersion.Length && string.CompareOrdinal(version, FirstVersion) >= 0;
    }

    private static string Fields(string target, params ReadOnlySpan<string> names)
    {
        string[] values = new string[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            values[i] = Field(target, names[i]);
        }

        return string.Join('\n', values);
    }

    private static string Field(string target, string name) => AwsCanonical.Parameter(target, name) ?? "";
}
