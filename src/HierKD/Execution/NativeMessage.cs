namespace HierKD;

/// <summary>What an exception says, without the native stack that libtorch's come with.</summary>
internal static class NativeMessage
{
    private const int Longest = 300;

    /// <summary>The first line of the message, or as much of it as can be read.</summary>
    public static string Of(Exception failure)
    {
        var message = failure.Message.TrimStart();
        // What .NET adds of a parameter's name would stand in the middle of a sentence.
        if (failure is ArgumentException { ParamName: { } name })
        {
            message = message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        }
        var end = message.IndexOfAny(['\r', '\n']);
        var line = (end < 0 ? message : message[..end]).TrimEnd();
        return line.Length <= Longest ? line : $"{line[..Longest]}…";
    }
}
