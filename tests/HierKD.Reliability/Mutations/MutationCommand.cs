using HierKD.Reliability.Processes;
using HierKD.Reliability.Readers;
using HierKD.Reliability.Results;

namespace HierKD.Reliability.Mutations;

/// <summary>The command <c>mutations</c>.</summary>
internal static class MutationCommand
{
    public static int Run(MutationSettings settings)
    {
        if (settings.Only is { } only) return Repeat(settings, only);
        var some = settings.Readers.Count < ReaderCatalog.Names.Count ? $" --reader {string.Join(' ', settings.Readers)}" : "";
        return Attack.Run(settings.Common, some, progress =>
        {
            var attacks = Read(settings, progress);
            return new AttackRow(
                "mutations", [.. attacks.Select(a => Part(a.Reader, a.Attack))],
                [.. attacks.SelectMany(a => a.Attack.Faults.Values.Select(f => Text(settings, a.Reader, f)))]);
        });
    }

    private static (string Reader, MutationAttack Attack)[] Read(MutationSettings settings, IProgress<long> progress)
    {
        var each = (settings.Common.Count + settings.Readers.Count - 1) / settings.Readers.Count;
        (string Reader, MutationAttack Attack)[] attacks =
            [.. settings.Readers.Select(r => (r, new MutationAttack(ProgramProcess.Own, r, settings.Common.Seed)))];
        // Batches of all readers are mixed: the slow ones are not the last.
        var batches = Enumerable.Range(0, (each + MutationAttack.BatchSize - 1) / MutationAttack.BatchSize)
            .SelectMany(b => attacks.Select(a => (a.Attack, From: b * MutationAttack.BatchSize)));
        var done = 0L;
        Parallel.ForEach(batches, new ParallelOptions { MaxDegreeOfParallelism = settings.Processes }, batch =>
        {
            var count = Math.Min(MutationAttack.BatchSize, each - batch.From);
            batch.Attack.Run(batch.From, count);
            progress.Report(Interlocked.Add(ref done, count));
        });
        return attacks;
    }

    /// <summary>Reads a single one here, with all that comes of it, and leaves the file.</summary>
    private static int Repeat(MutationSettings settings, long index)
    {
        foreach (var name in settings.Readers)
        {
            var (reader, mutator) = ReaderCatalog.Create(name);
            using (reader)
            {
                var mutation = Mutation.Of(mutator, settings.Common.Seed, index);
                var file = Path.GetFullPath(Path.Combine("artifacts", "reliability", $"{name}-{settings.Common.Seed}-{index}"));
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, mutation.Bytes);
                Console.WriteLine($"{name}: {mutation.What}; the file is {file}");
                var batch = new MutationBatch(reader, mutator, settings.Common.Seed, Console.WriteLine);
                using var folder = WorkFolder.InMemory();
                batch.Run(folder.File("mutated"), index, 1, _ => { });
                try
                {
                    reader.Load(file);
                    Console.WriteLine("It is read.");
                }
                catch (Exception failure)
                {
                    Console.WriteLine(failure);
                }
            }
        }
        return 0;
    }

    private static AttackPart Part(string reader, MutationAttack attack) => new(reader, new Dictionary<string, long>
    {
        ["files"] = attack.Counts.Files,
        ["resealed"] = attack.Counts.Resealed,
        ["refused"] = attack.Counts.Refused,
        ["read as the valid file"] = attack.Counts.Same,
        ["read as another"] = attack.Counts.Others,
        ["faults"] = attack.Faults.Values.Sum(f => f.Count),
        ["longest call, ms"] = attack.Counts.LongestMilliseconds,
        ["growth of memory, MiB"] = attack.Counts.GrowthMebibytes,
    });

    private static string Text(MutationSettings settings, string reader, (MutationFault First, int Count) fault) =>
        $"mutations --reader {reader} --seed {settings.Common.Seed} --only {fault.First.Index} ({fault.Count} of the kind): " +
        $"{fault.First.Kind} ({fault.First.Damage})";
}
