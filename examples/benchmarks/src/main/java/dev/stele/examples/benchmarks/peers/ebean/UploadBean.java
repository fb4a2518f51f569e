package dev.stele.examples.benchmarks.peers.ebean;

import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An upload. */
@Entity
@Table(name = "upload")
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class UploadBean {
    @Id
    private long id;

    private String name;
    private String description;
    private String status;

    /** For Ebean. */
    public UploadBean() {}

    long id() {
        return id;
    }

    Upload.Ref ref() {
        return new Upload.Ref(id, name, description, UploadStatus.valueOf(status));
    }
}
