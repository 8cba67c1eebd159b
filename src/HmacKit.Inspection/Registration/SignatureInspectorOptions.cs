namespace HmacKit.Inspection;

/// <summary>Settings of the inspector of a running application.</summary>
public sealed class SignatureInspectorOptions
{
    /// <summary>A file for the history, or a folder for that file; null (the default) for one that is deleted at the end.</summary>
    public string? Store { get; set; }

    /// <summary>How many requests the history keeps; the oldest make room. 2,000 by default.</summary>
    public int MaxRequests { get; set; } = 2_000;

    /// <summary>Whether the inspector is there outside of Development too. False by default: the host doesn't start with it elsewhere.</summary>
    public bool ServeOutsideDevelopmentAlthoughItShowsWholeRequests { get; set; }

    /// <summary>Whether other machines may open the page. False by default: this machine alone, by an address of its own.</summary>
    public bool AllowOtherMachinesAlthoughTheySeeWholeRequests { get; set; }
}
