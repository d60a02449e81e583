using HierKD.Cuda;

namespace HierKD.Tests.Devices;

/// <summary>Which libtorch is taken and which is refused, before anything of it is loaded.</summary>
public sealed class LibtorchFolderTests : IDisposable
{
    private const string NewStrings = "..._ZN3c105ErrorC1ENS_14SourceLocationENSt7__cxx1112basic_stringIcSt11char_traits...";
    private const string OldStrings = "..._ZN3c105ErrorC1ENS_14SourceLocationESs...";

    private readonly string _folder = Directory.CreateTempSubdirectory("hierkd-tests-").FullName;

    [Fact]
    public void What_torchsharp_was_built_for_is_known_without_loading_it() =>
        Assert.StartsWith(TorchSharpBuild.Libtorch, __version__, StringComparison.Ordinal);

    [Theory]
    [InlineData("2.10.0+cu128")]
    [InlineData("2.10.1")]
    public void A_wheel_of_the_same_version_is_taken(string version)
    {
        Wheel(version, cuda: true);
        var found = LibtorchFolder.Find(_folder);
        Assert.Equal((Path.Combine(_folder, "lib"), version, true), (found.Libraries, found.Version, found.IsWheel));
        found.Require("2.10.0", cuda: true);
        Assert.Equal(version, LibtorchFolder.Find(Path.Combine(_folder, "lib")).Version);
    }

    [Fact]
    public void The_python_that_a_wheel_lies_under_is_found()
    {
        var wheel = Directory.CreateDirectory(Path.Combine(_folder, "lib", "python3.12", "site-packages", "torch")).FullName;
        var python = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, "python3");
        foreach (var file in (string[])["__init__.py", "libtorch_cpu.so"]) File.WriteAllText(Path.Combine(wheel, file), "");
        Assert.Null(LibtorchFolder.Find(wheel).Python);
        File.WriteAllText(python, "");
        Assert.Equal(python, LibtorchFolder.Find(wheel).Python);
    }

    [Theory]
    [InlineData("2.9.1+cu128")]
    [InlineData("2.1.0")]
    [InlineData("3.10.0")]
    public void Another_version_is_refused_by_name(string version)
    {
        Wheel(version, cuda: true);
        Refused("2.10.0", true, $"torch {version}", "was built for 2.10.0", "pip install torch==2.10.0");
    }

    [Fact]
    public void Libraries_alone_are_taken_whatever_their_version()
    {
        File.WriteAllText(Path.Combine(_folder, "libtorch_cpu.so"), "");
        File.WriteAllText(Path.Combine(_folder, "libc10.so"), NewStrings);
        var found = LibtorchFolder.Find(_folder);
        Assert.Equal((null, false, null), (found.Version, found.IsWheel, found.Python));
        found.Require("2.10.0", cuda: false);
        Refused("2.10.0", true, "without CUDA", "--device cpu");
    }

    [Fact]
    public void An_unpacked_libtorch_says_its_version_in_a_file()
    {
        Wheel("2.10.0", cuda: false);
        File.Delete(Path.Combine(_folder, "version.py"));
        File.WriteAllText(Path.Combine(_folder, "build-version"), "2.8.0+cpu\n");
        Refused("2.10.0", false, "torch 2.8.0+cpu", "2.10.0");
    }

    [Fact]
    public void The_old_names_of_strings_are_refused()
    {
        Wheel("2.10.0+cu128", cuda: true);
        File.WriteAllText(Path.Combine(_folder, "lib", "libc10.so"), OldStrings);
        Refused("2.10.0", true, "_GLIBCXX_USE_CXX11_ABI=0", "manylinux_2_28");
    }

    [Fact]
    public void A_folder_without_libtorch_is_refused()
    {
        var failure = Assert.Throws<DirectoryNotFoundException>(() => LibtorchFolder.Find(_folder));
        Assert.Contains($"There is no libtorch in '{_folder}'", failure.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => LibtorchFolder.Find(Path.Combine(_folder, "nowhere")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Wheel(string version, bool cuda)
    {
        var lib = Directory.CreateDirectory(Path.Combine(_folder, "lib")).FullName;
        File.WriteAllText(Path.Combine(_folder, "__init__.py"), "");
        File.WriteAllText(Path.Combine(_folder, "version.py"), $"import typing\n\n__version__ = '{version}'\ncuda = '12.8'\n");
        File.WriteAllText(Path.Combine(lib, "libtorch_cpu.so"), "");
        File.WriteAllText(Path.Combine(lib, "libc10.so"), NewStrings);
        if (cuda) File.WriteAllText(Path.Combine(lib, "libtorch_cuda.so"), "");
    }

    private void Refused(string wanted, bool cuda, params string[] says)
    {
        var failure = Assert.Throws<InvalidDataException>(() => LibtorchFolder.Find(_folder).Require(wanted, cuda));
        Assert.All(says, text => Assert.Contains(text, failure.Message, StringComparison.Ordinal));
    }
}
