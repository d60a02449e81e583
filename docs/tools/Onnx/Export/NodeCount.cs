namespace HierKD.OnnxSurvey.Export;

/// <summary>Counts the nodes of a file without reading its tensors, by the field numbers of onnx.proto.</summary>
internal static class NodeCount
{
    private const int Graph = 7;
    private const int Node = 1;

    public static int Of(string path)
    {
        using var file = File.OpenRead(path);
        return Fields(file, file.Length).Where(f => f.Field == Graph).Sum(g => Fields(file, g.End).Count(f => f.Field == Node));
    }

    // Behind each field the file stands at its end, whatever was read of it.
    private static IEnumerable<(int Field, long End)> Fields(FileStream file, long end)
    {
        while (file.Position < end)
        {
            var key = Number(file);
            var length = (key & 7) switch
            {
                0 => Number(file) * 0,
                1 => 8,
                2 => Number(file),
                5 => 4,
                var other => throw new InvalidDataException($"'{file.Name}' has a field of the unknown form {other}."),
            };
            var after = file.Position + length;
            yield return ((int)(key >> 3), after);
            file.Position = after;
        }
    }

    private static long Number(FileStream file)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var one = file.ReadByte();
            if (one < 0) throw new InvalidDataException($"'{file.Name}' ends within a field.");
            value |= (long)(one & 0x7f) << shift;
            if (one < 0x80) return value;
        }
    }
}
