using HierKD.Build.Tests.Elf;
using HierKD.Build.Tests.Files;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace HierKD.Build.Tests.MSBuildTask;

/// <summary>The task by itself.</summary>
public sealed class LoadOnOlderLinuxTests : IDisposable
{
    private const string Name = "libLibTorchSharp.so", Place = "runtimes/linux-x64/native/" + Name;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    private string Original => _folder.File("packages", Name);

    private string Copies => _folder.File("obj");

    private string Copy => Path.Combine(Copies, Path.Combine(Place.Split('/')));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_library_gets_a_copy_with_its_metadata_and_stays_as_it_is()
    {
        var library = Library(SmallLibrary.Typical.ToBytes());
        library.SetMetadata("NuGetPackageId", "TorchSharp");
        var task = Run(library);
        Assert.Equal([library], task.Originals);
        var copy = Assert.Single(task.Copies);
        Assert.Equal(Path.GetFullPath(Copy), Path.GetFullPath(copy.ItemSpec));
        Assert.Equal(("TorchSharp", Place), (copy.GetMetadata("NuGetPackageId"), copy.GetMetadata("DestinationSubPath")));
        Assert.Equal(SmallLibrary.TypicalWeakened.ToBytes(), File.ReadAllBytes(Copy));
        Assert.Equal(SmallLibrary.Typical.ToBytes(), File.ReadAllBytes(Original));
        Assert.Equal([Copy], Directory.GetFiles(Copies, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void It_says_so_once_with_the_version_and_how_to_switch_it_off()
    {
        Run(Library(SmallLibrary.Typical.ToBytes()));
        var message = Assert.Single(_engine.Messages);
        Assert.Equal(MessageImportance.Normal, message.Importance);
        Assert.All(
            [Place, "GLIBCXX_3.4.32", "HierKDLoadOnOlderLinux=false"],
            part => Assert.Contains(part, message.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("GLIBCXX_3.4.30", message.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_a_place_of_its_own_lies_in_the_folder_itself()
    {
        var library = Library(SmallLibrary.Typical.ToBytes());
        library.RemoveMetadata("DestinationSubPath");
        Run(library);
        Assert.True(File.Exists(Path.Combine(Copies, Name)));
    }

    [Fact]
    public void Where_there_is_nothing_to_do_nothing_is_written_or_said()
    {
        var task = Run(Library(SmallLibrary.TypicalWeakened.ToBytes()));
        Assert.Empty(task.Originals);
        Assert.Empty(task.Copies);
        Assert.Empty(_engine.Messages);
        Assert.False(Directory.Exists(Copies));
    }

    [Fact]
    public void A_damaged_library_is_left_as_it_is_and_only_a_detailed_log_has_a_word_on_it()
    {
        var task = Run(Library(SmallLibrary.Typical.ToBytes()[..^8]));
        Assert.Empty(task.Copies);
        Assert.Equal(MessageImportance.Low, Assert.Single(_engine.Messages).Importance);
        Assert.Contains(Original, _engine.Messages[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_libraries_that_need_one_have_a_copy()
    {
        var needsOne = Library(SmallLibrary.Typical.ToBytes());
        var others = new[] { SmallLibrary.TypicalWeakened.ToBytes(), [], SmallLibrary.Typical.ToBytes()[..100] }
            .Select((bytes, i) => Library(bytes, $"other{i}.so")).ToArray();
        var task = Run([others[0], needsOne, others[1], others[2]]);
        Assert.Equal([needsOne], task.Originals);
        Assert.Single(task.Copies);
    }

    [Fact]
    public void A_copy_that_is_right_is_not_touched()
    {
        var library = Library(SmallLibrary.Typical.ToBytes());
        Run(library);
        var time = DateTime.UnixEpoch.AddDays(1);
        File.SetLastWriteTimeUtc(Copy, time);
        Assert.Single(Run(library).Copies);
        Assert.Equal(time, File.GetLastWriteTimeUtc(Copy));
    }

    [Fact]
    public void A_copy_of_another_version_is_replaced()
    {
        Run(Library(SmallLibrary.Of(new NeededVersion("GLIBCXX_3.4.33")).ToBytes()));
        Run(Library(SmallLibrary.Typical.ToBytes()));
        Assert.Equal(SmallLibrary.TypicalWeakened.ToBytes(), File.ReadAllBytes(Copy));
    }

    [Fact]
    public void A_copy_that_is_another_name_of_the_original_is_replaced_and_the_original_stays()
    {
        var library = Library(SmallLibrary.Typical.ToBytes());
        Directory.CreateDirectory(Path.GetDirectoryName(Copy)!);
        HardLink.Create(Copy, Original);
        Assert.True(HardLink.Joins(Copy, Original));
        Run(library);
        Assert.False(HardLink.Joins(Copy, Original));
        Assert.Equal(SmallLibrary.TypicalWeakened.ToBytes(), File.ReadAllBytes(Copy));
        Assert.Equal(SmallLibrary.Typical.ToBytes(), File.ReadAllBytes(Original));
    }

    [SkippableFact]
    public void A_copy_that_is_a_symbolic_link_to_the_original_is_replaced_and_the_original_stays()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows lets only some users make links.");
        var library = Library(SmallLibrary.Typical.ToBytes());
        Directory.CreateDirectory(Path.GetDirectoryName(Copy)!);
        File.CreateSymbolicLink(Copy, Original);
        Run(library);
        Assert.Null(File.ResolveLinkTarget(Copy, returnFinalTarget: false));
        Assert.Equal(SmallLibrary.TypicalWeakened.ToBytes(), File.ReadAllBytes(Copy));
        Assert.Equal(SmallLibrary.Typical.ToBytes(), File.ReadAllBytes(Original));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_an_error_that_names_it_and_the_library()
    {
        var library = Library(SmallLibrary.Typical.ToBytes());
        File.WriteAllText(Copies, "a file where the folder should be");
        var task = Task(library);
        Assert.False(task.Execute());
        Assert.Empty(task.Copies);
        var error = Assert.Single(_engine.Errors);
        Assert.Equal("HIERKD001", error.Code);
        Assert.All([Original, Copies, "HierKDLoadOnOlderLinux"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Empty(_engine.Messages);
    }

    [Fact]
    public void A_library_that_is_not_there_is_an_error_that_names_it()
    {
        Assert.False(Task(new TaskItem(Original)).Execute());
        Assert.Contains(Original, Assert.Single(_engine.Errors).Message, StringComparison.Ordinal);
    }

    private TaskItem Library(byte[] bytes, string name = Name)
    {
        var path = _folder.File("packages", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        var item = new TaskItem(path);
        item.SetMetadata("DestinationSubPath", Place);
        return item;
    }

    private LoadOnOlderLinux Task(params ITaskItem[] libraries) => new() { BuildEngine = _engine, Libraries = libraries, Folder = Copies };

    private LoadOnOlderLinux Run(params ITaskItem[] libraries)
    {
        var task = Task(libraries);
        Assert.True(task.Execute(), string.Join(Environment.NewLine, _engine.Errors.Select(e => e.Message)));
        return task;
    }
}
