namespace HmacKit.Fuzz;

/// <summary>An input that shows that a promise doesn't hold.</summary>
internal sealed class BrokenPromiseException(string promise) : Exception(promise);
