namespace HmacKit;

/// <summary>A proof: with these slips, or with none, the computed tag is the sender's signature.</summary>
/// <param name="Slips">The slips, each with what the signature fits.</param>
/// <param name="Message">The message that the sender signed.</param>
internal sealed record Proof(IReadOnlyList<(DiagnosisCause Cause, string What)> Slips, byte[] Message);
