namespace Providers.Store;

/// <summary>Files that are built into the program.</summary>
internal static class EmbeddedText
{
    /// <summary>The text of a file, by its name without the folder.</summary>
    public static string Read(string name)
    {
        using Stream stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"'{name}' isn't an embedded file of the project.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
