namespace HmacKit;

/// <summary>What may have been signed if a slip was made.</summary>
/// <param name="Draft">What may have been signed.</param>
/// <param name="Cause">The slip.</param>
/// <param name="What">What the signature then fits, to stand behind "the signature fits": <c>the body as compact JSON</c>.</param>
/// <param name="IsWide">True for one of very many variations, which are tried last.</param>
internal readonly record struct Variation(Draft Draft, DiagnosisCause Cause, string What, bool IsWide = false);
