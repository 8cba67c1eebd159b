using System.Text;

namespace HmacKit.Testing;

/// <summary>
/// Requests that give the message of another one: what stands before a delimiter is moved behind it, so that the
/// signature stays right.
/// </summary>
internal static class FramingAttacks
{
    public static IEnumerable<Attack> Of(Forge forge)
    {
        IReadOnlyList<(string Text, bool IsPlaceholder)> pieces = Template.Pieces(forge.Scheme.Message);
        for (int i = 0; i + 2 < pieces.Count; i++)
        {
            string first = pieces[i].Text;
            string between = pieces[i + 1].Text;
            string second = pieces[i + 2].Text;
            if (!pieces[i].IsPlaceholder || pieces[i + 1].IsPlaceholder || !forge.Carries(first) || between.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                continue;
            }

            // ts.7.body was signed as ts and "7.body"; it is sent as "ts.7" and body.
            if (second == "body")
            {
                byte[] taken = Encoding.ASCII.GetBytes("7" + between);
                if (forge.TrySign(body: (byte[])[.. taken, .. forge.Options.Body.Span]) is { } signed)
                {
                    yield return new($"framing/{first}-takes-from-body", $"the beginning of the body moved into {first}", signed.With(first, signed.Claim[first] + between + "7") with { Body = forge.Options.Body });
                }
            }
            else if (forge.Carries(second) && second is "id" or "nonce")
            {
                string rest = Forge.Random();
                string whole = "7" + between + rest;
                if ((second == "id" ? forge.TrySign(id: whole) : forge.TrySign(nonce: whole)) is { } signed)
                {
                    yield return new($"framing/{first}-takes-from-{second}", $"the beginning of {second} moved into {first}", (signed with { Claim = signed.Claim.With(first, signed.Claim[first] + between + "7").With(second, rest) }).ToWire());
                }
            }
        }
    }
}
