namespace NativeAot;

/// <summary>Stands in where the engine needs no call for the web.</summary>
internal static class Web
{
    public static void ForWeb(this object builder)
    {
    }
}
