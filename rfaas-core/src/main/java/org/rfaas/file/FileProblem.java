package org.rfaas.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says for people what went wrong with a file. */
public final class FileProblem {
    private FileProblem() {}

    /** The reason alone: the file is named by who tells. */
    public static String reason(IOException problem) {
        return switch (problem) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it exists already";
            case NotDirectoryException _ -> "it is no folder";
            case DirectoryNotEmptyException _ -> "the folder is not empty";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            case CharacterCodingException _ -> "it is no text in UTF-8";
            default -> String.valueOf(problem.getMessage());
        };
    }
}
