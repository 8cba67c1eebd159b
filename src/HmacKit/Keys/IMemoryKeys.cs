namespace HmacKit;

/// <summary>A source whose keys are all in this process: it finds them without waiting, and has no use for a cancellation.</summary>
internal interface IMemoryKeys : IKeySource;
