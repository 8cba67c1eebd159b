using System.Collections.Frozen;

namespace HmacKit;

/// <summary>A known slip of a sender, by name: what it is, and what to change. The list is fixed; <c>docs/troubleshooting.md</c> has an example of each.</summary>
public sealed class DiagnosisCause
{
    private static readonly Lazy<FrozenDictionary<string, DiagnosisCause>> ByName =
        new(static () => All.ToFrozenDictionary(static cause => cause.Name, StringComparer.Ordinal));

    internal DiagnosisCause(string name, string meaning, string advice)
    {
        Name = name;
        Meaning = meaning;
        Advice = advice;
    }

    /// <summary>All causes, in the order in which they are looked for.</summary>
    public static IReadOnlyList<DiagnosisCause> All => field ??=
        [.. BodyCauses.All, .. TargetCauses.All, .. ClaimCauses.All, .. SecretCauses.All, .. SignatureCauses.All, .. MessageCauses.All, .. ShapeCauses.All];

    /// <summary>The name in snake case, such as <c>body_trailing_newline</c>.</summary>
    public string Name { get; }

    /// <summary>What went wrong, in one sentence.</summary>
    public string Meaning { get; }

    /// <summary>What the sender has to change, in one sentence.</summary>
    public string Advice { get; }

    /// <summary>The cause of a name; null if there is none.</summary>
    /// <param name="name">The name, compared exactly.</param>
    public static DiagnosisCause? Find(string name) => ByName.Value.GetValueOrDefault(name);

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
