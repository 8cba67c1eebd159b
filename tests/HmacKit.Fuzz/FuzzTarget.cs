namespace HmacKit.Fuzz;

/// <summary>Something that reads what strangers send. It throws if the input breaks a promise; nothing else is a finding.</summary>
/// <param name="Name">Its name on the command line, and of its corpus.</param>
/// <param name="Seeds">What to begin with.</param>
/// <param name="Run">Reads one input.</param>
internal sealed record FuzzTarget(string Name, IEnumerable<byte[]> Seeds, Action<byte[]> Run)
{
    /// <summary>The most bytes of an input: enough for every limit but those of bodies.</summary>
    public const int MaxBytes = 8 * 1024;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        HeaderTarget.Create(),
        RequestTarget.Create(),
        JsonTarget.Create(),
        FormTarget.Create(),
        StructuredTarget.Create(),
        DefinitionTarget.Create(),
        TokenTarget.Create(),
        RawRequestTarget.Create(),
        BatchTarget.Create(),
        DiagnosisTarget.Create(),
    ];

    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);

    /// <summary>Throws if a promise is broken.</summary>
    public static void Must(bool isKept, string promise)
    {
        if (!isKept)
        {
            throw new BrokenPromiseException(promise);
        }
    }
}
