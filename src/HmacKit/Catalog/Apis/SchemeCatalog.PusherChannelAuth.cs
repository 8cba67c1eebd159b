namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Pusher Channels, the authorization of a private or presence channel: socket id, channel and its data.</summary>
    /// <remarks>
    /// A server answers a form of <c>socket_id</c>, <c>channel_name</c> and, for presence channels, <c>channel_data</c> with <c>auth</c>; that is the form field
    /// which a signer adds. Where it was shown elsewhere, set it as <c>presented</c>.
    /// </remarks>
    public static SignatureScheme PusherChannelAuth => field ??= SignatureScheme.Compile(new()
    {
        Name = "pusher-channel-auth",
        Message = "{form:socket_id}:{form:channel_name}[:{form:channel_data}]",
        Form = { ["auth"] = HeaderFormat.Text("{keyid}:{signature:hex}") },
        Values = { ["presented"] = SchemeValue.Configured("") },
        AmbiguousBecause = "the data of a presence channel may be left out.",
        Code = new PresentedElsewhere(),
        Documentation = new("https://pusher.com/docs/channels/server_api/authorizing-users/"),
    });

    private sealed class PresentedElsewhere : SchemeCode
    {
        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            string presented = input.GetConfigured("presented");
            return presented.Length == 0 ? base.Read(input, claim)
                : presented.Split(':') is [var keyId, var signature] && claim.TrySet("keyid", keyId) && claim.TrySetSignature(signature, TagEncoding.Hex) ? ClaimOutcome.Found
                : ClaimOutcome.Malformed;
        }
    }
}
